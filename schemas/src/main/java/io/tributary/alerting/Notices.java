package io.tributary.alerting;

import io.tributary.model.Hours;
import io.tributary.monitor.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * From what a monitor's group is found to be, what is told. A state is told of once; a change that is silenced, or comes within the
 * cool-down, is told when that is over, if it still holds; what is older than an hour changes the state and is not told at all.
 */
public final class Notices {
  /** Five minutes that ended longer ago than this raise no notification: replays are silent. */
  public static final Duration FRESH = Duration.ofHours(1);

  private Notices() {}

  /**
   * What was found of a group's five minutes.
   *
   * @param slot the five minutes, the last of the window
   * @param finished whether nothing more is expected for them: before that a state can only get worse
   */
  public record Finding(AlertState state, int slot, boolean finished) {}

  /** One notification. */
  public record Notice(AlertState from, AlertState to, long transition, int repeat) {
    public boolean isRepeat() {
      return repeat > 0;
    }
  }

  public record Step(Standing standing, Optional<Notice> notice) {}

  /** @param silenced whether a downtime is on */
  public static Step found(Standing was, Finding finding, Options options, boolean silenced, Instant now) {
    if (finding.slot() < was.slot() || !finding.finished() && !isCertain(was.state(), finding.state())) {
      return new Step(was, Optional.empty());
    }
    var next = finding.state() == was.state() ? was.at(finding.slot())
        : was.moved(finding.state(), finding.slot(), Hours.slotStart(finding.slot()));
    if (Hours.slotStart(finding.slot() + 1).plus(FRESH).isBefore(now)) {
      boolean same = said(next.state(), next.told(), options) == next.told();
      return new Step(same ? next : next.told(next.state(), now), Optional.empty());
    }
    return tell(next, options, silenced, now);
  }

  /** While five minutes go on, usage only grows: what is bad stays bad, and what had no data has some. */
  private static boolean isCertain(AlertState was, AlertState found) {
    return was == AlertState.NO_DATA ? found != AlertState.NO_DATA : found.compareTo(was) > 0;
  }

  /** What time alone gives occasion to tell: a downtime or a cool-down is over, or it is to be told again. */
  public static Step passed(Standing was, Options options, boolean silenced, Instant now) {
    return tell(was, options, silenced, now);
  }

  private static Step tell(Standing now, Options options, boolean silenced, Instant at) {
    var said = said(now.state(), now.told(), options);
    if (said == now.told()) {
      return isDue(now, options, silenced, at) ? repeat(now, at) : new Step(now, Optional.empty());
    }
    boolean cooling = said.compareTo(now.told()) > 0 && at.isBefore(now.toldAt().plus(options.cooldown()));
    if (silenced || cooling) {
      return new Step(now, Optional.empty());
    }
    var next = now.told(said, at);
    return new Step(next, Optional.of(new Notice(now.told(), said, next.transition(), 0)));
  }

  private static Step repeat(Standing now, Instant at) {
    var next = now.repeated(at);
    return new Step(next, Optional.of(new Notice(now.told(), now.told(), next.transition(), next.repeats())));
  }

  /** The state that is to be told of; that there is no data only where that was asked for. */
  private static AlertState said(AlertState state, AlertState told, Options options) {
    return state == AlertState.NO_DATA && !options.notifyNoData() ? told : state;
  }

  private static boolean isDue(Standing now, Options options, boolean silenced, Instant at) {
    return !silenced && now.state() == now.told() && options.renotifyStatuses().contains(now.state().label().toLowerCase(Locale.ROOT))
        && options.renotify().filter(every -> !at.isBefore(now.toldAt().plus(every))).isPresent()
        && (options.renotifyTimes().isEmpty() || now.repeats() < options.renotifyTimes().getAsInt());
  }
}
