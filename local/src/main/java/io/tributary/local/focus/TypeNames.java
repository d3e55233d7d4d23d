package io.tributary.local.focus;

import io.tributary.catalog.Catalogue;
import io.tributary.model.Measure;
import io.tributary.model.MonthlyFunction;
import io.tributary.model.UsageType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The usage types of a bill's services and units. A usage type's names have lower-case letters, digits and underscores, so two
 * spellings may come to the same name; the title tells them apart, and keeps the bill's own.
 */
final class TypeNames {
  private static final int LONGEST = 88;

  private TypeNames() {}

  /** The known usage types by title. */
  static Map<String, UsageType> byTitle(Catalogue catalogue) {
    var found = new HashMap<String, UsageType>();
    catalogue.types().forEach(type -> type.title().ifPresent(title -> found.putIfAbsent(title, type)));
    return found;
  }

  /** Those that the catalogue has not, with ids as the server would give them: {@code object_storage:gb_months}. */
  static List<UsageType> missing(Catalogue catalogue, Collection<ServiceUnit> what) {
    var known = byTitle(catalogue);
    var builtIn = Catalogue.builtIn();
    var taken = new HashSet<UsageType.Key>();
    catalogue.types().forEach(type -> taken.add(type.key()));
    var missing = new ArrayList<UsageType>();
    for (var each : what) {
      if (!known.containsKey(each.title())) {
        var family = name(each.service(), "service");
        // What a product's own family holds is on the product's pages: a bill's service of that name is not the product.
        var key = free(builtIn.isFamily(family) ? "focus_" + family : family, name(each.unit(), "unit"), each, taken);
        missing.add(UsageType.plain(Catalogue.FIRST_ADDED_ID, key.family(), key.name(), name(each.unit(), "unit"), 15, Measure.SUM,
            MonthlyFunction.SUM).withTitle(each.title()));
      }
    }
    return missing;
  }

  private static UsageType.Key free(String family, String name, ServiceUnit what, Set<UsageType.Key> taken) {
    var key = new UsageType.Key(family, name);
    if (!taken.add(key)) {
      key = new UsageType.Key(family, name + "_" + checksum(what.title()));
      taken.add(key);
    }
    return key;
  }

  private static String name(String text, String otherwise) {
    var name = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    return name.isEmpty() ? otherwise : name.substring(0, Math.min(LONGEST, name.length()));
  }

  private static String checksum(String text) {
    var sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", sum.getValue());
  }
}
