package io.tributary.aggregator.flow;

import io.tributary.forecast.Forecast;
import io.tributary.forecast.Forecaster;
import io.tributary.model.Hours;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps a model of every usage type of every account of a partition. An hour is learned once, two hours after its end; usage that
 * comes later alters the month to date alone. History that is filled in afterwards, for hours learned more than a day ago, is
 * another matter: the account is learned anew from its hour rows once that has come to rest, for 5 seconds at first, and for twice as
 * long each time that it was not over. Until then nothing is foretold; but somebody who is late every day has to live with models
 * that are up to two hours old.
 */
final class Learning {
  /** An hour may be learned when this many have begun after it: its own end and two hours. */
  private static final int BEHIND = 3;
  /** Usage for an hour this long before the newest that was learned is history being filled in. */
  private static final int LATE_HOURS = 24;
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
  /** Models that wait longer than this to be made anew are good enough until then. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  /** Usage type ids are above: what is learned of the account as a whole. */
  private static final int LEARNED_TO = 0;
  /** In the place of an hour: from the beginning. */
  private static final int ANEW = Integer.MIN_VALUE;

  private final KeyValueStore<Bytes, byte[]> series;
  private final Map<String, Integer> learnedTo = new HashMap<>();
  /** Accounts whose history was filled in. */
  private final Map<String, Filling> filling = new HashMap<>();

  /**
   * @param last when it was last filled in
   * @param rest how long it must be quiet before it is taken to be over
   */
  private record Filling(Instant last, Duration rest) {
    private Instant over() {
      return last.plus(rest);
    }

    private Filling again(Instant now) {
      return new Filling(now, rest);
    }

    /** It was not over: twice as long, unless that was long ago. */
    private Filling longer(Instant now) {
      var twice = rest.multipliedBy(2);
      boolean longAgo = now.isAfter(last.plus(LONGEST_REST.multipliedBy(2)));
      return new Filling(now, longAgo ? REST : twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice);
    }
  }

  /** @param series under {@code account NUL type}: a model, or for type 0 the first hour that was not learned */
  Learning(KeyValueStore<Bytes, byte[]> series) {
    this.series = series;
  }

  /** An hour of an account's own cells changed. */
  void touched(String account, int hour, Instant now) {
    int learned = learnedTo(account);
    if (hour < (learned == ANEW ? Hours.of(now) - BEHIND : learned) - LATE_HOURS) {
      filling.merge(account, new Filling(now, REST), (was, any) -> learned == ANEW ? was.again(now) : was.longer(now));
      if (learned != ANEW) {
        learnedTo(account, ANEW);
      }
    }
  }

  private int learnedTo(String account) {
    return learnedTo.computeIfAbsent(account, any -> {
      var bytes = series.get(key(account, LEARNED_TO));
      return bytes == null ? ANEW : ByteBuffer.wrap(bytes).getInt();
    });
  }

  private void learnedTo(String account, int hour) {
    learnedTo.put(account, hour);
    series.put(key(account, LEARNED_TO), ByteBuffer.allocate(4).putInt(hour).array());
  }

  /**
   * Learns what may be, if anything.
   *
   * @param asOf append time up to which everything is in the cells: what is not counted yet must not be learned as nothing
   * @return when to ask again, if something waits
   */
  Instant learn(StoredAccount cells, Instant now, Instant asOf) {
    var account = cells.account();
    int learned = learnedTo(account);
    if (learned == ANEW) {
      var over = filling.containsKey(account) ? filling.get(account).over() : now;
      if (now.isBefore(over)) {
        return over;
      }
    }
    int from = learned == ANEW ? Hours.oldestKept(now) : learned;
    int to = Math.min(Hours.of(now), Hours.of(asOf)) - BEHIND + 1;
    if (from >= to) {
      return now;
    }
    var models = learned == ANEW ? new HashMap<Integer, Forecaster>() : models(account);
    cells.usage().hours(from, to).forEach((hour, units) -> units.forEach((type, value) -> {
      var model = models.computeIfAbsent(type, any -> Forecaster.from(from));
      model.learnZeros(hour);
      model.learn(hour, value.toBigDecimal().doubleValue());
    }));
    models.forEach((type, model) -> {
      model.learnZeros(to);
      series.put(key(account, type), model.toBytes());
    });
    learnedTo(account, to);
    return now;
  }

  /** What the models of an account say of a month, by usage type id. */
  Map<Integer, Forecast> forecasts(String account, int month) {
    var forecasts = new HashMap<Integer, Forecast>();
    var filled = filling.get(account);
    if (learnedTo(account) == ANEW && (filled == null || filled.rest().compareTo(PATIENCE) < 0)) {
      return forecasts;
    }
    models(account).forEach((type, model) -> forecasts.put(type, model.forecast(month)));
    return forecasts;
  }

  private Map<Integer, Forecaster> models(String account) {
    var models = new HashMap<Integer, Forecaster>();
    try (var range = series.range(key(account, LEARNED_TO + 1), key(account, Integer.MAX_VALUE))) {
      while (range.hasNext()) {
        var each = range.next();
        models.put(ByteBuffer.wrap(each.key.get(), each.key.get().length - 4, 4).getInt(), Forecaster.of(each.value));
      }
    } catch (IllegalArgumentException e) {
      learnedTo(account, ANEW); // models of another version: the hours are still there
      return new HashMap<>();
    }
    return models;
  }

  private static Bytes key(String account, int type) {
    var name = account.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(name.length + 5).put(name).put((byte) 0).putInt(type).array());
  }
}
