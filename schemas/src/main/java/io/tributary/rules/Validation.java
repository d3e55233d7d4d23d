package io.tributary.rules;

import io.tributary.model.Directory;
import io.tributary.model.Hours;
import io.tributary.model.Measure;
import io.tributary.model.OrgPath;
import io.tributary.model.Problem;
import io.tributary.model.Quantity;
import io.tributary.model.UsageEvent;
import io.tributary.model.UsageType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The rules that every usage event must keep: the same at the door and behind it, whoever produced it. All problems of an
 * event are found at once.
 */
public final class Validation {
  /** Longest id, source, org, entity: characters. */
  public static final int MAX_NAME = 256;

  public static final int MAX_TAGS = 64;
  public static final int MAX_TAG_KEY = 128;
  public static final int MAX_TAG_VALUE = 256;

  /** How far ahead of its arrival an event's time may be: clocks differ. */
  public static final Duration MAX_AHEAD = Duration.ofHours(1);

  private static final Quantity LARGEST = Quantity.of(Quantity.LIMIT);

  /** Less than any 15 months: an event that is younger needs no calendar. */
  private static final Duration SURELY_KEPT = Duration.ofDays(450);

  /** What the door let in must not be refused behind it because a moment passed or two clocks differ. */
  private static final Duration DOOR_SLACK = Duration.ofMinutes(1);

  private static final long[] STEP = new long[Quantity.SCALE + 1];

  static {
    for (int scale = 0; scale <= Quantity.SCALE; scale++) {
      STEP[scale] = BigInteger.TEN.pow(Quantity.SCALE - scale).longValueExact();
    }
  }

  private Validation() {}

  /**
   * @param arrived when the broker appended it, or, at the door, now
   * @param stamp directory version that the door judged it with; empty for an event that was produced directly
   */
  public static Verdict judge(UsageEvent event, Directory directory, Instant arrived, OptionalLong stamp) {
    if (stamp.isPresent() && stamp.getAsLong() > directory.version()) {
      return new Verdict.Ahead();
    }
    var problems = new ArrayList<Problem>(0);
    name(problems, "id", event.id());
    name(problems, "source", event.source());
    boolean hasOrg = name(problems, "subject", event.org());
    boolean hasFamily = name(problems, "data.product_family", event.family());
    boolean hasType = name(problems, "data.usage_type", event.usageType());
    boolean hasTime = time(problems, event.time(), arrived, stamp.isPresent() ? DOOR_SLACK : Duration.ZERO);
    tags(problems, event);
    UsageType type = hasFamily && hasType ? type(problems, event, directory) : null;
    if (type != null) {
      amount(problems, event, type);
    }
    OrgPath path = hasOrg && knownOrg(problems, event, directory) && hasTime ? path(problems, event, directory) : null;
    if (!problems.isEmpty()) {
      return new Verdict.Bad(List.copyOf(problems));
    }
    int hour = Hours.of(event.time());
    var close = directory.close(path.account(), Hours.month(hour));
    boolean late = close.isPresent() && close.get().version() <= stamp.orElse(Long.MAX_VALUE);
    return late ? new Verdict.Late(type, path, hour) : new Verdict.Good(type, path, hour);
  }

  /** What is wrong with a number before it can be a {@link Quantity} at all; null when nothing is. */
  public static Problem quantity(String field, BigDecimal value) {
    if (value.signum() < 0) {
      return new Problem(field, "negative", "a quantity may not be negative: " + shown(value));
    }
    if (value.precision() - value.scale() > 17 || value.compareTo(Quantity.LIMIT) > 0) {
      return new Problem(field, "too_large", "a quantity may be at most 10^15: " + shown(value));
    }
    if (value.signum() != 0 && value.stripTrailingZeros().scale() > Quantity.SCALE) {
      return new Problem(field, "too_precise", "a quantity may have at most 15 decimals: " + shown(value));
    }
    return null;
  }

  /** Numbers come from strangers: 1e999999999 must not be written out. */
  private static String shown(BigDecimal value) {
    var text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private static boolean name(List<Problem> problems, String field, String value) {
    if (value == null || value.isBlank()) {
      problems.add(new Problem(field, "missing", field + " is required"));
      return false;
    }
    if (value.length() > MAX_NAME) {
      problems.add(new Problem(field, "too_long", field + " has " + value.length() + " characters; at most " + MAX_NAME + " are allowed"));
      return false;
    }
    if (value.indexOf('\0') >= 0) {
      problems.add(new Problem(field, "bad_character", field + " contains a NUL character"));
      return false;
    }
    return true;
  }

  private static boolean time(List<Problem> problems, Instant time, Instant arrived, Duration slack) {
    if (time == null) {
      problems.add(new Problem("time", "missing", "time is required: when the usage happened, as RFC 3339"));
      return false;
    }
    if (time.isAfter(arrived.plus(MAX_AHEAD).plus(slack))) {
      problems.add(new Problem("time", "in_the_future", "time " + time + " is more than one hour ahead of " + arrived));
      return false;
    }
    if (time.isBefore(arrived.minus(SURELY_KEPT)) && time.isBefore(Hours.start(Hours.oldestKept(arrived.minus(slack))))) {
      problems.add(new Problem("time", "too_old", "time " + time + " is older than the " + Hours.HOUR_RETENTION_MONTHS
          + " months that hours are kept"));
      return false;
    }
    return true;
  }

  private static void tags(List<Problem> problems, UsageEvent event) {
    if (event.tags().isEmpty()) {
      return;
    }
    if (event.tags().size() > MAX_TAGS) {
      problems.add(new Problem("data.tags", "too_many", event.tags().size() + " tags; at most " + MAX_TAGS + " are allowed"));
    }
    event.tags().forEach((key, value) -> {
      if (key.isBlank() || key.length() > MAX_TAG_KEY) {
        problems.add(new Problem("data.tags", "bad_tag_key", "a tag key has 1 to " + MAX_TAG_KEY + " characters, not " + key.length()));
      }
      if (value == null || value.length() > MAX_TAG_VALUE) {
        problems.add(new Problem("data.tags", "bad_tag_value", "the value of tag '" + key.substring(0, Math.min(40, key.length()))
            + "' must have at most " + MAX_TAG_VALUE + " characters"));
      }
    });
  }

  private static UsageType type(List<Problem> problems, UsageEvent event, Directory directory) {
    var type = directory.catalogue().find(new UsageType.Key(event.family(), event.usageType()));
    if (type.isEmpty()) {
      problems.add(new Problem("data.usage_type", "unknown_usage_type",
          "product family '" + event.family() + "' has no usage type '" + event.usageType() + "'"));
    }
    return type.orElse(null);
  }

  private static void amount(List<Problem> problems, UsageEvent event, UsageType type) {
    boolean entities = type.measure().countsEntities();
    if (entities) {
      name(problems, "data.entity", event.entity());
      if (event.quantity() != null) {
        problems.add(new Problem("data.quantity", "not_applicable", type.key() + " counts entities: send data.entity, not a quantity"));
      }
      return;
    }
    if (event.entity() != null) {
      problems.add(new Problem("data.entity", "not_applicable",
          type.key() + " is " + aggregate(type.measure()) + ": send data.quantity, not an entity"));
    }
    var quantity = event.quantity();
    if (quantity == null) {
      problems.add(new Problem("data.quantity", "missing", "data.quantity is required"));
    } else if (quantity.signum() < 0) {
      problems.add(new Problem("data.quantity", "negative", "a quantity may not be negative: " + quantity));
    } else if (quantity.compareTo(LARGEST) > 0) {
      problems.add(new Problem("data.quantity", "too_large", "a quantity may be at most 10^15: " + quantity));
    } else if (!fits(quantity, type.scale())) {
      problems.add(new Problem("data.quantity", "too_precise",
          type.key() + " may have at most " + type.scale() + " decimals: " + quantity));
    }
  }

  private static String aggregate(Measure measure) {
    return measure == Measure.MAX ? "a maximum" : "a sum";
  }

  /** Whether a quantity that is not negative has no more decimals than this: 128 bits modulo a power of ten, byte by byte. */
  private static boolean fits(Quantity quantity, int scale) {
    long step = STEP[scale];
    long rest = quantity.hi() % step;
    for (int shift = 56; shift >= 0; shift -= 8) {
      rest = (rest << 8 | quantity.lo() >>> shift & 0xff) % step; // below 10^15 * 2^8, so it fits
    }
    return rest == 0;
  }

  private static boolean knownOrg(List<Problem> problems, UsageEvent event, Directory directory) {
    if (directory.org(event.org()).isPresent()) {
      return true;
    }
    problems.add(new Problem("subject", "unknown_org", "no org has the public id '" + event.org() + "'"));
    return false;
  }

  private static OrgPath path(List<Problem> problems, UsageEvent event, Directory directory) {
    var path = directory.path(event.org(), Hours.of(event.time()));
    if (path.isEmpty()) {
      problems.add(new Problem("subject", "unknown_org", "org '" + event.org() + "' was in no account's tree at " + event.time()));
    }
    return path.orElse(null);
  }
}
