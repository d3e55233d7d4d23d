package io.tributary.monitor;

import io.tributary.monitor.Filter.Condition;
import io.tributary.monitor.Filter.Value;
import io.tributary.monitor.Query.As;
import io.tributary.monitor.Query.Rollup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@link Query} and {@link Filter}. What is wrong with a name is noted, and reading goes on. */
final class SeriesParser {
  private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9_.]+");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
  private static final Pattern AND_OR = Pattern.compile("\\s(AND|OR)\\s");

  private final Cursor in;

  SeriesParser(Cursor in) {
    this.in = in;
  }

  Query series() {
    var space = in.word("the space aggregator sum");
    if (!space.equals(Aggregator.SUM.label())) {
      in.problem("not_supported", "the space aggregator must be sum, not " + space + ": usage of several places is added up");
    }
    in.expect(":");
    var metric = in.match(METRIC, "a metric");
    in.expect("{");
    var filter = filter();
    in.expect("}");
    var groupBy = new ArrayList<Tag>();
    if (in.takeWord("by")) {
      in.expect("{");
      do {
        tag(in.word("a tag")).ifPresent(tag -> {
          if (groupBy.contains(tag)) {
            in.problem("twice", "'" + tag.label() + "' is grouped by twice");
          } else {
            groupBy.add(tag);
          }
        });
      } while (in.take(","));
      in.expect("}");
    }
    return modified(metric, filter, groupBy);
  }

  private Query modified(String metric, Filter filter, List<Tag> groupBy) {
    var as = As.PLAIN;
    Optional<Rollup> rollup = Optional.empty();
    while (in.take(".")) {
      var name = in.word("a function");
      in.expect("(");
      switch (name) {
        case "as_count" -> as = As.COUNT;
        case "as_rate" -> as = As.RATE;
        case "rollup" -> rollup = rollup();
        default -> {
          in.problem("not_supported", "there is no function '" + name + "', only as_count, as_rate and rollup");
          in.until(")", AND_OR);
        }
      }
      in.expect(")");
    }
    return new Query(metric, filter, groupBy, as, rollup);
  }

  private Optional<Rollup> rollup() {
    var label = in.word("sum, avg, min or max");
    var by = Aggregator.ofLabel(label);
    if (by.isEmpty()) {
      in.problem("unknown_value", "rollup takes sum, avg, min or max, not " + label);
    }
    in.expect(",");
    int seconds = Integer.parseInt(in.match(DIGITS, "a number of seconds"));
    if (seconds < 300 || seconds % (seconds < 3600 ? 300 : 3600) != 0) {
      in.problem("out_of_range", "a rollup is of a multiple of 300 seconds, and from an hour on of a multiple of 3600, not of " + seconds);
    }
    return by.map(one -> new Rollup(one, seconds));
  }

  /** Conditions, without the braces around them. */
  Filter filter() {
    var conditions = new ArrayList<Condition>();
    do {
      if (!in.take("*")) {
        condition().ifPresent(conditions::add);
      }
    } while (in.take(",") || in.takeWord("AND") || or());
    return new Filter(conditions);
  }

  private boolean or() {
    boolean there = in.takeWord("OR");
    if (there) {
      in.problem("not_supported", "there is no OR; several values of one tag are written tag IN (one,other)");
    }
    return there;
  }

  private Optional<Condition> condition() {
    boolean not = in.take("!") || in.takeWord("NOT");
    var tag = tag(in.word("a tag"));
    var values = new ArrayList<Value>();
    if (in.take(":")) {
      values.add(value(",}"));
    } else {
      not |= in.takeWord("NOT");
      if (!in.takeWord("IN")) {
        throw in.unexpected("':' or IN");
      }
      in.expect("(");
      do {
        values.add(value(",)"));
      } while (in.take(","));
      in.expect(")");
    }
    boolean none = not;
    return tag.map(one -> new Condition(one, values, none));
  }

  private Value value(String ends) {
    if (in.sees("\"")) {
      return new Value(in.quoted('"'), false);
    }
    var text = in.until(ends, AND_OR);
    if (text.isEmpty()) {
      throw in.unexpected("a value");
    }
    return new Value(text, text.indexOf('*') >= 0);
  }

  private Optional<Tag> tag(String label) {
    var tag = Tag.ofLabel(label);
    if (tag.isEmpty()) {
      in.problem("unknown_tag", "there is no tag '" + label + "', only "
          + Arrays.stream(Tag.values()).map(Tag::label).collect(Collectors.joining(", ")));
    }
    return tag;
  }
}
