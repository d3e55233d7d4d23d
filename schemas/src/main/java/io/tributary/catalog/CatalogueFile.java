package io.tributary.catalog;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.catalog.Catalogue.Level;
import io.tributary.codec.JsonFields;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The catalogue file, read and checked: what {@link Catalogue#builtIn()} is made of. Besides what it gives, the file
 * says in {@code chosen_names} which usage types have a name of this product's choice, because the reference system
 * publishes none for them; a later release may not rename even those.
 */
record CatalogueFile(Set<String> families, List<UsageType> types, Map<Level, Set<String>> nullKeys, Map<Level, Set<String>> unfedKeys) {
  private static final String RESOURCE = "catalogue.json";

  /** @throws IllegalStateException when the file is missing or unreadable, or with everything that is wrong in it */
  static CatalogueFile load() {
    var mapper = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (var in = CatalogueFile.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return read(mapper.readTree(in));
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " cannot be read", e);
    }
  }

  /** @throws IllegalStateException with everything that is wrong */
  static CatalogueFile read(JsonNode json) {
    var problems = new ArrayList<Problem>();
    var fields = new JsonFields(json, "", problems);
    var families = families(fields.array("families"), problems);
    var types = new ArrayList<UsageType>();
    int index = 0;
    for (var type : fields.array("usage_types")) {
      UsageTypes.read(type, "usage_types[" + index++ + "]", problems).ifPresent(types::add);
    }
    var chosen = fields.texts("chosen_names");
    var nullKeys = keys(fields.object("null_summary_keys"));
    var unfedKeys = keys(fields.object("unfed_summary_keys"));
    fields.refuseOthers();
    var file = new CatalogueFile(families, List.copyOf(types), nullKeys, unfedKeys);
    file.checkTypes(problems);
    file.checkChosen(chosen, problems);
    file.checkKeys(problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(RESOURCE + " is not valid:\n" + InvalidUsageType.lines(problems));
    }
    return file;
  }

  private static Set<String> families(List<JsonNode> entries, List<Problem> problems) {
    var families = new LinkedHashSet<String>();
    for (var entry : entries) {
      var fields = new JsonFields(entry, "families", problems);
      fields.flag("deprecated");
      fields.text("name").filter(name -> !families.add(name))
          .ifPresent(name -> fields.problem("name", "twice", "'" + name + "' is there twice"));
      fields.refuseOthers();
    }
    return families;
  }

  private static Map<Level, Set<String>> keys(JsonFields fields) {
    var keys = new EnumMap<Level, Set<String>>(Level.class);
    for (var level : Level.values()) {
      var names = new TreeSet<String>();
      for (var name : fields.texts(level.label())) {
        if (!names.add(name)) {
          fields.problem(level.label(), "twice", "'" + name + "' is there twice");
        }
      }
      keys.put(level, names);
    }
    fields.refuseOthers();
    return keys;
  }

  private void checkTypes(List<Problem> problems) {
    var unique = new UniqueNames(problems);
    for (var type : types) {
      unique.claimAll(type);
      if (!families.contains(type.family())) {
        problems.add(new Problem(type.key() + ".family", "unknown_value", "'" + type.family() + "' is not in the list of families"));
      }
      if (type.id() >= Catalogue.FIRST_ADDED_ID) {
        problems.add(new Problem(type.key() + ".id", "out_of_range",
            "ids from " + Catalogue.FIRST_ADDED_ID + " on are for types added at run time"));
      }
    }
  }

  private void checkChosen(List<String> chosen, List<Problem> problems) {
    var known = types.stream().map(type -> type.key().toString()).collect(Collectors.toCollection(HashSet::new));
    for (var name : chosen) {
      if (!known.remove(name)) {
        problems.add(new Problem("chosen_names", "unknown_value", "'" + name + "' is no usage type, or is there twice"));
      }
    }
  }

  /** A key is fed, null or unfed, and one of these only. */
  private void checkKeys(List<Problem> problems) {
    for (var level : Level.values()) {
      var fed = level.fedBy(types);
      for (var name : nullKeys.get(level)) {
        if (fed.contains(name) || unfedKeys.get(level).contains(name)) {
          problems.add(new Problem("null_summary_keys." + level.label(), "taken",
              "'" + name + "' is fed by a usage type or listed as unfed"));
        }
      }
      for (var name : unfedKeys.get(level)) {
        if (fed.contains(name)) {
          problems.add(new Problem("unfed_summary_keys." + level.label(), "taken", "'" + name + "' is fed by a usage type"));
        }
      }
    }
  }
}
