package io.tributary.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

/**
 * The events of one request, in its order. No value: two batches are never the same one.
 *
 * <p>An event that is sent again is in the same batch again, so its id is the same, and so is everything else.
 */
final class Batch {
  /**
   * An event on its way.
   *
   * @param number its place among all that were taken, from 1
   * @param takenAt of {@link System#nanoTime}
   */
  record Waiting(long number, long takenAt, byte[] json, CompletableFuture<Delivery> fate) {}

  private final List<Waiting> events;

  Batch(List<Waiting> events) {
    this.events = List.copyOf(events);
  }

  int size() {
    return events.size();
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  Waiting first() {
    return events.getFirst();
  }

  /** Of the events' JSON alone. */
  int bytes() {
    return events.stream().mapToInt(event -> event.json().length).sum();
  }

  /** One fate for all. */
  List<Delivery> all(Delivery delivery) {
    return Collections.nCopies(size(), delivery);
  }

  /** What each event's sender was promised. */
  void complete(List<? extends Delivery> deliveries) {
    for (int i = 0; i < events.size(); i++) {
      events.get(i).fate().complete(deliveries.get(i));
    }
  }

  byte[] body(boolean gzip) {
    var bytes = new ByteArrayOutputStream(gzip ? bytes() / 4 + 64 : bytes() + size() + 1);
    try (OutputStream out = gzip ? new GZIPOutputStream(bytes, 8192) : bytes) {
      char before = '[';
      for (var event : events) {
        out.write(before);
        out.write(event.json());
        before = ',';
      }
      out.write(']');
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
