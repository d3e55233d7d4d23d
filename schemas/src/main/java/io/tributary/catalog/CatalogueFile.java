package io.tributary.catalog;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.catalog.Catalogue.Level;
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

/** The catalogue file, read and checked: what {@link Catalogue#builtIn()} is made of. */
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

  static CatalogueFile read(JsonNode json) {
    var problems = new ArrayList<String>();
    var fields = new Fields(json, RESOURCE, problems);
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
    file.check(chosen, problems);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(RESOURCE + " is not valid:\n" + String.join("\n", problems));
    }
    return file;
  }

  private static Set<String> families(List<JsonNode> entries, List<String> problems) {
    var families = new LinkedHashSet<String>();
    for (var entry : entries) {
      var fields = new Fields(entry, "families", problems);
      fields.flag("deprecated");
      fields.text("name").filter(name -> !families.add(name)).ifPresent(name -> fields.problem("'" + name + "' is there twice"));
      fields.refuseOthers();
    }
    return families;
  }

  private static Map<Level, Set<String>> keys(Fields fields) {
    var keys = new EnumMap<Level, Set<String>>(Level.class);
    for (var level : Level.values()) {
      var names = new TreeSet<String>();
      for (var name : fields.texts(level.label())) {
        if (!names.add(name)) {
          fields.problem(level.label() + " key '" + name + "' is there twice");
        }
      }
      keys.put(level, names);
    }
    fields.refuseOthers();
    return keys;
  }

  private void check(List<String> chosen, List<String> problems) {
    var unique = new UniqueNames(problems);
    for (var type : types) {
      unique.claimAll(type);
      if (!families.contains(type.family())) {
        problems.add(type.key() + ": family '" + type.family() + "' is not in the list of families");
      }
      if (type.id() >= Catalogue.FIRST_ADDED_ID) {
        problems.add(type.key() + ": ids from " + Catalogue.FIRST_ADDED_ID + " are for types added at run time");
      }
    }
    var known = types.stream().map(type -> type.key().toString()).collect(Collectors.toCollection(HashSet::new));
    for (var name : chosen) {
      if (!known.remove(name)) {
        problems.add("chosen_names: no usage type '" + name + "', or it is there twice");
      }
    }
    for (var level : Level.values()) {
      var fed = level.fedBy(types);
      for (var name : nullKeys.get(level)) {
        if (fed.contains(name) || unfedKeys.get(level).contains(name)) {
          problems.add("null_summary_keys: " + level.label() + " key '" + name + "' is fed or listed as unfed as well");
        }
      }
      for (var name : unfedKeys.get(level)) {
        if (fed.contains(name)) {
          problems.add("unfed_summary_keys: " + level.label() + " key '" + name + "' is fed by a usage type");
        }
      }
    }
  }
}
