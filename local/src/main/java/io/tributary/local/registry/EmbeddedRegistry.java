package io.tributary.local.registry;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry in this JVM, on 127.0.0.1, for Avro. It speaks the part of Confluent's REST API that serializers, Connect
 * and ksqlDB use (register, look up, fetch, compatibility, config), so every client of theirs works with it unchanged; deletes,
 * references between schemas, and JSON and Protobuf schemas are refused.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private final SchemaLog log;
  private final HttpServer server;
  private final ExecutorService threads;

  private EmbeddedRegistry(SchemaLog log, HttpServer server, ExecutorService threads) {
    this.log = log;
    this.server = server;
    this.threads = threads;
  }

  /** As {@link #start(String, int)}, on a free port. */
  public static EmbeddedRegistry start(String bootstrap) {
    return start(bootstrap, 0);
  }

  /**
   * Reads the topic {@code _schemas} (makes it when there is none), and returns when requests are answered. There may be only
   * one registry on a broker: ids are given by the one writer.
   *
   * @param bootstrap the broker that keeps the topic
   * @param port of 127.0.0.1; 0 picks a free one
   * @throws IllegalStateException when the topic holds what cannot be read
   * @throws UncheckedIOException when the port is taken
   */
  public static EmbeddedRegistry start(String bootstrap, int port) {
    var log = SchemaLog.open(bootstrap);
    try {
      var api = new RegistryApi(new Registry(log));
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
      var threads = Executors.newVirtualThreadPerTaskExecutor();
      server.createContext("/", api);
      server.setExecutor(threads);
      server.start();
      return new EmbeddedRegistry(log, server, threads);
    } catch (IOException e) {
      log.close();
      throw new UncheckedIOException("the schema registry's port " + port, e);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What goes into {@code schema.registry.url}: {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Ends at once; requests under way are cut. Call it before the broker is closed. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    log.close();
  }
}
