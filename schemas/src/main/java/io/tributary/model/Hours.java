package io.tributary.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * UTC bucket arithmetic. An <em>hour</em> is an {@code int} of hours since 1970; a <em>month</em> is an {@code int} of
 * months since year 0 ({@code year * 12 + month - 1}), a <em>slot</em> one of five-minute slots since 1970: twelve make an hour.
 * All sort by time.
 */
public final class Hours {
  /** Hours of an hour cell's life: 15 months, as the public API promises. */
  public static final int HOUR_RETENTION_MONTHS = 15;

  /** Months of a month cell's life. */
  public static final int MONTH_RETENTION_MONTHS = 37;

  /** Slots of a five-minute cell's life: 7 days. */
  public static final int SLOT_RETENTION = 7 * 24 * 12;

  /** Five-minute slots of an hour. */
  public static final int SLOTS = 12;

  private static final long MILLIS = 3_600_000;
  private static final long SLOT_MILLIS = MILLIS / SLOTS;

  private Hours() {}

  public static int ofMillis(long epochMillis) {
    return (int) Math.floorDiv(epochMillis, MILLIS);
  }

  public static int of(Instant time) {
    return ofMillis(time.toEpochMilli());
  }

  public static Instant start(int hour) {
    return Instant.ofEpochMilli(hour * MILLIS);
  }

  /** The five-minute slot that an instant lies in. */
  public static int slotOf(Instant time) {
    return (int) Math.floorDiv(time.toEpochMilli(), SLOT_MILLIS);
  }

  public static Instant slotStart(int slot) {
    return Instant.ofEpochMilli(slot * SLOT_MILLIS);
  }

  /** The hour that a slot lies in. */
  public static int hourOfSlot(int slot) {
    return Math.floorDiv(slot, SLOTS);
  }

  /**
   * The oldest slot that may be read at {@code now}. Usage that is appended later than this after its time has no five-minute
   * cell, so every slot that may be read holds all of its usage.
   */
  public static int oldestSlotKept(Instant now) {
    return slotOf(now) - SLOT_RETENTION;
  }

  /** The month that an hour lies in. */
  public static int month(int hour) {
    var day = LocalDate.ofEpochDay(Math.floorDiv(hour, 24));
    return day.getYear() * 12 + day.getMonthValue() - 1;
  }

  public static int month(YearMonth month) {
    return month.getYear() * 12 + month.getMonthValue() - 1;
  }

  public static int monthOf(Instant time) {
    return month(of(time));
  }

  public static YearMonth yearMonth(int month) {
    return YearMonth.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1);
  }

  /** First hour of a month. */
  public static int firstOfMonth(int month) {
    return (int) LocalDate.of(Math.floorDiv(month, 12), Math.floorMod(month, 12) + 1, 1).toEpochDay() * 24;
  }

  /** Hours in a month: 672 to 744. */
  public static int inMonth(int month) {
    return firstOfMonth(month + 1) - firstOfMonth(month);
  }

  /**
   * Hours of a month that have begun at {@code asOf}, the running one included: what an average divides by and a
   * percentile drops from. 0 before the month, all of them after it.
   */
  public static int elapsed(int month, Instant asOf) {
    return Math.clamp(of(asOf) + 1L - firstOfMonth(month), 0, inMonth(month));
  }

  /** The oldest hour that usage may still be booked to or read from: the first of the month 15 months before {@code now}'s. */
  public static int oldestKept(Instant now) {
    return firstOfMonth(monthOf(now) - HOUR_RETENTION_MONTHS);
  }
}
