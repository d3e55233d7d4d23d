package io.tributary.alerting;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One notification: a monitor, or one group of it, changed its state, or has been in it for so long that it says so again.
 *
 * @param id idempotency key: the same for the same change, whatever is restarted or read again
 * @param monitor id of the monitor; of {@link Kind#FIRST_USAGE} that of the built-in one
 * @param message as its author wrote it
 * @param owner public id of the partner, account or org whose monitor it is
 * @param place whose usage was watched
 * @param group tags of the group to their values, {@code child_org_name} for example; empty for a monitor without groups
 * @param metric what is watched, without its prefix: {@code logs.ingested_bytes}; a budget's billing dimension, or {@code cost}
 * @param unit of the values; empty where they have none
 * @param transition number of this change of state of this group, from 1
 * @param renotify the state has not changed: it is said again
 * @param at when it was decided
 * @param caused append time of the newest event that it rests on; where a timer decided, the same as {@code at}
 * @param since start of the first five minutes of what is reported
 * @param window length of what the value is of
 * @param reading the figures that decided
 * @param contributors the child orgs that did most to it, the first the most
 * @param reason one sentence: what happened
 */
public record Alert(String id, Kind kind, long monitor, String monitorName, String message, String owner, Place place,
    Map<String, String> group, String metric, String unit, AlertState from, AlertState to, long transition, boolean renotify, Instant at,
    Instant caused, Instant since, Duration window, Reading reading, List<Contributor> contributors, String reason) {
  /** Child orgs that an alert names at most. */
  public static final int MOST_CONTRIBUTORS = 5;

  public enum Kind {
    MONITOR,
    /** Usage of a product that no contract of the account covers. */
    FIRST_USAGE
  }

  /**
   * Whose usage was watched, by public ids.
   *
   * @param partner whom the usage belongs to, if anyone
   * @param account empty for a partner's total
   * @param org empty for totals of accounts and partners
   */
  public record Place(Optional<String> partner, Optional<String> account, Optional<String> org) {}

  /**
   * The figures that decided, in the unit of the alert.
   *
   * @param value empty when there is no data
   * @param expected of anomalies and changes: what was to be expected
   * @param low of anomalies: the lower end of the expected band
   * @param high of anomalies: the upper end
   * @param threshold what was crossed, if a threshold was
   */
  public record Reading(Optional<BigDecimal> value, Optional<BigDecimal> expected, Optional<BigDecimal> low, Optional<BigDecimal> high,
      Optional<BigDecimal> threshold) {
    public static final Reading NONE =
        new Reading(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static Reading of(BigDecimal value) {
      return new Reading(Optional.of(value), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Reading withThreshold(BigDecimal crossed) {
      return new Reading(value, expected, low, high, Optional.of(crossed));
    }

    public Reading withExpected(BigDecimal usual) {
      return new Reading(value, Optional.of(usual), low, high, threshold);
    }

    public Reading withBand(BigDecimal from, BigDecimal to) {
      return new Reading(value, expected, Optional.of(from), Optional.of(to), threshold);
    }
  }

  /**
   * An org that did its part.
   *
   * @param org public id
   * @param account public id
   * @param value the org's own usage in the same time
   * @param expected of the org in that time; 0 where nothing is known of it
   */
  public record Contributor(String org, String orgName, String account, String accountName, BigDecimal value, BigDecimal expected) {
    public BigDecimal deviation() {
      return value.subtract(expected);
    }
  }

  public Alert {
    group = Collections.unmodifiableMap(new TreeMap<>(group));
    contributors = List.copyOf(contributors);
  }

  /** The group as people write it: {@code child_org_name:shop,region:eu}; empty for a monitor without groups. */
  public String groupName() {
    return groupName(group);
  }

  static String groupName(Map<String, String> group) {
    var name = new StringBuilder();
    new TreeMap<>(group).forEach((tag, value) -> name.append(name.isEmpty() ? "" : ",").append(tag).append(':').append(value));
    return name.toString();
  }
}
