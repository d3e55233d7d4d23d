package io.tributary.bench.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.bench.fuzz.Generator.Request;
import io.tributary.bench.fuzz.Wire.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Asks a target many things over a few connections. */
final class Fuzz {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of an address or of headers; what is longer is refused before it is read. */
  private static final int READ_AT_MOST = 16 << 10;

  private final Target target;
  private final Generator generator;
  private final Spec spec;
  private final Known known;
  private final Tally tally = new Tally();

  /** Reads what may be asked, and looks around. */
  Fuzz(Target target, Instant now, long seed) {
    this.target = target;
    try (var wire = new Wire(target.host(), target.port())) {
      var blind = new Generator(new Spec(List.of()), target, now, seed);
      this.spec = Spec.of(JSON.readTree(wire.ask(blind.plain("/api/openapi.json", Target.PARTNER), false).body()));
      this.generator = new Generator(spec, target, now, seed);
      this.known = Known.of(wire, generator);
      generator.know(known);
    } catch (IOException e) {
      throw new UncheckedIOException("http://" + target.host() + ":" + target.port() + " does not say what it can be asked", e);
    }
  }

  Spec spec() {
    return spec;
  }

  /** @param told how many have been answered, now and then */
  Tally run(long requests, int connections, LongConsumer told) {
    var next = new AtomicLong();
    // The first ones ask everything once, in the order in which the examples build on each other.
    try (var wire = new Wire(target.host(), target.port())) {
      while (next.get() < Math.min(requests, spec.operations().size())) {
        ask(wire, next.getAndIncrement());
      }
    }
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("fuzz-", 0).factory())) {
      var all = IntStream.range(0, connections).<Future<?>>mapToObj(any -> threads.submit(() -> {
        try (var wire = new Wire(target.host(), target.port())) {
          for (long number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
            ask(wire, number);
            told.accept(number);
          }
        }
      })).toList();
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection ended early: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    return tally;
  }

  private void ask(Wire wire, long number) {
    var request = generator.request(number);
    try {
      var answer = wire.ask(request.bytes(), request.isHead());
      tally.answered(number, request, answer);
      learn(request, answer);
    } catch (SocketException e) {
      if (request.bytes().length > READ_AT_MOST) {
        // Its answer was lost with the rest of a request that is too long to be read: a reset overtakes what was sent before it.
        tally.cut(request);
      } else {
        tally.silent(number, request, e.toString());
      }
    } catch (IOException e) {
      tally.silent(number, request, e.toString());
    }
  }

  /** Cursors that later questions may continue with, and ids of what was made. */
  private void learn(Request request, Answer answer) {
    if (answer.status() >= 300 || !answer.type().endsWith("json") || answer.body().length == 0 || answer.body()[0] != '{') {
      return;
    }
    try {
      boolean pages = request.operation().parameters().stream()
          .anyMatch(parameter -> parameter.schema().path("format").asText().equals("cursor"));
      boolean made = request.method().equals("POST");
      if (pages || made) {
        JsonNode body = JSON.readTree(answer.body());
        for (var place : List.of("/meta/pagination/next_record_id", "/metadata/pagination/next_record_id")) {
          if (body.at(place).isTextual()) {
            known.keep("cursor", body.at(place).asText());
          }
        }
        for (var place : List.of("/id", "/data/id")) {
          if (made && body.at(place).isTextual()) {
            known.keep(Generator.kind(request.operation()), body.at(place).asText());
          }
        }
      }
    } catch (IOException e) {
      // Not JSON after all; whoever counts refusals minds, here there is nothing to learn.
    }
  }
}
