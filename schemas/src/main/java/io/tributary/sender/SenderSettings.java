package io.tributary.sender;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;

/**
 * How a {@link UsageSender} sends. {@link #of} has defaults for all but the first two.
 *
 * @param ingest where ingest listens, without {@code /v1/events}: {@code http://127.0.0.1:8090}
 * @param apiKey a key that may send for the events' orgs
 * @param batchEvents the most events of a request, 1 to 1,000
 * @param batchBytes the most bytes of JSON of a request, before compression, below 1 MiB; a larger event is refused here
 * @param linger how long the first event of a batch waits for others; a full batch, a flush and a full buffer do not wait
 * @param bufferBytes of JSON that may wait or be under way; then {@link UsageSender#send} blocks
 * @param connections requests that are under way at one time, those between two attempts included
 * @param gzip whether bodies are compressed
 * @param requestTimeout from a request's begin to the last byte of its answer
 * @param deadline from {@link UsageSender#send}'s return to when an event is given up; in a batch with older ones up to a quarter less
 * @param firstPause before the second attempt; doubled for each one more, and each time between half and whole by chance
 * @param longestPause what doubling ends at; a server's {@code Retry-After} may ask for more
 */
public record SenderSettings(
    URI ingest,
    String apiKey,
    int batchEvents,
    int batchBytes,
    Duration linger,
    int bufferBytes,
    int connections,
    boolean gzip,
    Duration requestTimeout,
    Duration deadline,
    Duration firstPause,
    Duration longestPause) {

  /** The most events that ingest takes in one request. */
  public static final int MAX_EVENTS = 1000;

  /** The most bytes of JSON that a request may have here; ingest's limit is 1 MiB. */
  public static final int MAX_BYTES = 1024 * 1024 - 1;

  /** A deadline for whoever would rather wait than lose: a century. */
  public static final Duration FOREVER = Duration.ofDays(36_500);

  /** @throws IllegalArgumentException with all that is wrong */
  public SenderSettings {
    var wrong = new ArrayList<String>();
    if (ingest == null || ingest.getHost() == null || !("http".equals(ingest.getScheme()) || "https".equals(ingest.getScheme()))) {
      wrong.add("ingest must be an http or https address, not " + ingest);
    }
    if (apiKey == null || apiKey.isBlank()) {
      wrong.add("apiKey must not be empty");
    }
    within(wrong, "batchEvents", batchEvents, 1, MAX_EVENTS);
    within(wrong, "batchBytes", batchBytes, 1024, MAX_BYTES);
    within(wrong, "bufferBytes", bufferBytes, batchBytes, Integer.MAX_VALUE);
    within(wrong, "connections", connections, 1, 1000);
    within(wrong, "linger", linger, Duration.ZERO);
    within(wrong, "requestTimeout", requestTimeout, Duration.ofMillis(1));
    within(wrong, "deadline", deadline, Duration.ofMillis(1));
    within(wrong, "firstPause", firstPause, Duration.ofMillis(1));
    within(wrong, "longestPause", longestPause, Duration.ofMillis(1));
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  private static void within(ArrayList<String> wrong, String name, int value, int least, int most) {
    if (value < least || value > most) {
      wrong.add(name + " must be " + least + " to " + most + ", not " + value);
    }
  }

  private static void within(ArrayList<String> wrong, String name, Duration value, Duration least) {
    if (value == null || value.compareTo(least) < 0 || value.compareTo(FOREVER) > 0) {
      wrong.add(name + " must be " + least + " to " + FOREVER + ", not " + value);
    }
  }

  /** Batches of 1,000 events or 1 MiB after 10 ms, gzip, 16 MiB of buffer, 4 connections, 15 s an answer, 2 min in all. */
  public static SenderSettings of(URI ingest, String apiKey) {
    return new SenderSettings(ingest, apiKey, MAX_EVENTS, MAX_BYTES, Duration.ofMillis(10), 16 * 1024 * 1024, 4, true,
        Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  public SenderSettings withBatch(int events, int bytes, Duration longest) {
    return new SenderSettings(ingest, apiKey, events, bytes, longest, bufferBytes, connections, gzip, requestTimeout, deadline,
        firstPause, longestPause);
  }

  public SenderSettings withLinger(Duration longest) {
    return withBatch(batchEvents, batchBytes, longest);
  }

  public SenderSettings withBuffer(int bytes) {
    return new SenderSettings(ingest, apiKey, batchEvents, batchBytes, linger, bytes, connections, gzip, requestTimeout, deadline,
        firstPause, longestPause);
  }

  public SenderSettings withConnections(int atOneTime) {
    return new SenderSettings(ingest, apiKey, batchEvents, batchBytes, linger, bufferBytes, atOneTime, gzip, requestTimeout, deadline,
        firstPause, longestPause);
  }

  public SenderSettings withGzip(boolean on) {
    return new SenderSettings(ingest, apiKey, batchEvents, batchBytes, linger, bufferBytes, connections, on, requestTimeout, deadline,
        firstPause, longestPause);
  }

  public SenderSettings withTimes(Duration ofARequest, Duration ofAnEvent) {
    return new SenderSettings(ingest, apiKey, batchEvents, batchBytes, linger, bufferBytes, connections, gzip, ofARequest, ofAnEvent,
        firstPause, longestPause);
  }

  public SenderSettings withPauses(Duration first, Duration longest) {
    return new SenderSettings(ingest, apiKey, batchEvents, batchBytes, linger, bufferBytes, connections, gzip, requestTimeout, deadline,
        first, longest);
  }

  /** Without the key: settings end up in logs. */
  @Override
  public String toString() {
    return "SenderSettings[" + ingest + ", batch " + batchEvents + " events, " + batchBytes + " bytes, " + linger + ", buffer "
        + bufferBytes + " bytes, connections " + connections + ", gzip " + gzip + ", times " + requestTimeout + ", " + deadline
        + ", pauses " + firstPause + " to " + longestPause + "]";
  }
}
