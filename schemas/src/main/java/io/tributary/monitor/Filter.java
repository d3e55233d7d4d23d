package io.tributary.monitor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What usage is taken: that of which all conditions hold; without conditions, all of it. */
public record Filter(List<Condition> conditions) {
  public static final Filter ALL = new Filter(List.of());

  private static final Pattern TO_QUOTE = Pattern.compile(".*[,{}()\":!*].*| .*|.* |.* (AND|OR|NOT|IN) .*|", Pattern.DOTALL);
  private static final Pattern ODD = Pattern.compile("[^\\p{L}\\p{Nd}_:./-]");

  public Filter {
    conditions = List.copyOf(conditions);
  }

  /**
   * One tag has one of some values, or none of them.
   *
   * @param values at least one
   */
  public record Condition(Tag tag, List<Value> values, boolean not) {
    public Condition {
      values = List.copyOf(values);
    }

    boolean holds(String value) {
      return values.stream().anyMatch(one -> one.matches(value)) != not;
    }

    @Override
    public String toString() {
      return values.size() == 1 ? (not ? "!" : "") + tag.label() + ":" + values.getFirst()
          : tag.label() + (not ? " NOT" : "") + " IN (" + values.stream().map(Value::toString).collect(Collectors.joining(",")) + ")";
    }
  }

  /**
   * A value, as it is or as the reference system writes it in tags: in lower case, with an underscore for what has no place there.
   *
   * @param glob whether asterisks stand for anything
   */
  public record Value(String text, boolean glob) {
    boolean matches(String value) {
      return glob ? matches(text, value) || matches(text, asTag(value)) : text.equals(value) || text.equals(asTag(value));
    }

    /** Goes back to the last asterisk only, so that no pattern takes long. */
    private static boolean matches(String glob, String value) {
      int at = 0;
      int asterisk = -1;
      int resume = 0;
      for (int i = 0; i < value.length(); ) {
        if (at < glob.length() && glob.charAt(at) == '*') {
          asterisk = at++;
          resume = i;
        } else if (at < glob.length() && glob.charAt(at) == value.charAt(i)) {
          at++;
          i++;
        } else if (asterisk >= 0) {
          at = asterisk + 1;
          i = ++resume;
        } else {
          return false;
        }
      }
      while (at < glob.length() && glob.charAt(at) == '*') {
        at++;
      }
      return at == glob.length();
    }

    @Override
    public String toString() {
      return glob ? text : quoted(text);
    }
  }

  /** {@code Acme Inc} as {@code acme_inc}. */
  public static String asTag(String value) {
    return ODD.matcher(value.toLowerCase(Locale.ROOT)).replaceAll("_");
  }

  /** A value as a query can have it: in quotes where it would be read as something else. */
  static String quoted(String value) {
    return TO_QUOTE.matcher(value).matches() ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value;
  }

  /** Whether it takes usage with these tags; a tag that is not there matches nothing. */
  public boolean takes(Map<Tag, String> tags) {
    return conditions.stream()
        .allMatch(condition -> tags.containsKey(condition.tag()) ? condition.holds(tags.get(condition.tag())) : condition.not());
  }

  /** As a query writes it: {@code *}, or conditions with commas. */
  @Override
  public String toString() {
    return conditions.isEmpty() ? "*" : conditions.stream().map(Condition::toString).collect(Collectors.joining(","));
  }
}
