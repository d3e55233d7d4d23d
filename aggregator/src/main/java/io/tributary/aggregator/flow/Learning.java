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
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps a model of every usage type of every account of a partition. An hour is learned once, two hours after its end; usage that
 * comes later alters the month to date alone. History that is filled in afterwards, for hours learned more than a day ago, is
 * another matter: the account is learned anew from its hour rows once that has come to rest.
 */
final class Learning {
  /** An hour may be learned when this many have begun after it: its own end and two hours. */
  private static final int BEHIND = 3;
  /** Usage for an hour this long before the newest that was learned is history being filled in. */
  private static final int LATE_HOURS = 24;
  private static final Duration REST = Duration.ofSeconds(5);
  /** Usage type ids are above: what is learned of the account as a whole. */
  private static final int LEARNED_TO = 0;

  private final KeyValueStore<Bytes, byte[]> series;
  /** Accounts whose history is being filled in, and since when it has been quiet. */
  private final Map<String, Instant> filling = new HashMap<>();

  /** @param series under {@code account NUL type}: a model, or for type 0 the first hour that was not learned */
  Learning(KeyValueStore<Bytes, byte[]> series) {
    this.series = series;
  }

  /** An hour of an account changed. */
  void touched(String account, int hour, Instant now) {
    var learned = series.get(key(account, LEARNED_TO));
    int newest = learned == null ? Hours.of(now) - BEHIND : ByteBuffer.wrap(learned).getInt();
    if (hour < newest - LATE_HOURS) {
      filling.put(account, now);
      if (learned != null) {
        series.delete(key(account, LEARNED_TO));
      }
    }
  }

  /** Whether history is still being filled in, so that there is nothing to learn from yet. */
  boolean isFilling(String account, Instant now) {
    var since = filling.get(account);
    return since != null && now.isBefore(since.plus(REST));
  }

  /** Learns what may be, if anything. */
  void learn(StoredAccount account, Instant now) {
    if (isFilling(account.account(), now)) {
      return;
    }
    filling.remove(account.account());
    var learned = series.get(key(account.account(), LEARNED_TO));
    int from = learned == null ? Hours.oldestKept(now) : ByteBuffer.wrap(learned).getInt();
    int to = Hours.of(now) - BEHIND + 1;
    if (from >= to) {
      return;
    }
    var models = learned == null ? new HashMap<Integer, Forecaster>() : models(account.account());
    account.usage().hours(from, to).forEach((hour, units) -> units.forEach((type, value) -> {
      var model = models.computeIfAbsent(type, any -> Forecaster.from(from));
      model.learnZeros(hour);
      model.learn(hour, value.toBigDecimal().doubleValue());
    }));
    models.forEach((type, model) -> {
      model.learnZeros(to);
      series.put(key(account.account(), type), model.toBytes());
    });
    series.put(key(account.account(), LEARNED_TO), ByteBuffer.allocate(4).putInt(to).array());
  }

  /** What the models of an account say of a month, by usage type id. */
  Map<Integer, Forecast> forecasts(String account, int month) {
    var forecasts = new HashMap<Integer, Forecast>();
    if (series.get(key(account, LEARNED_TO)) != null) {
      models(account).forEach((type, model) -> forecasts.put(type, model.forecast(month)));
    }
    return forecasts;
  }

  private Map<Integer, Forecaster> models(String account) {
    var models = new TreeMap<Integer, Forecaster>();
    try (var range = series.range(key(account, LEARNED_TO + 1), key(account, Integer.MAX_VALUE))) {
      while (range.hasNext()) {
        var each = range.next();
        models.put(ByteBuffer.wrap(each.key.get(), each.key.get().length - 4, 4).getInt(), Forecaster.of(each.value));
      }
    }
    return models;
  }

  private static Bytes key(String account, int type) {
    var name = account.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(name.length + 5).put(name).put((byte) 0).putInt(type).array());
  }
}
