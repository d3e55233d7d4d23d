package io.tributary.query.http;

import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends rows in the pieces that they are encoded in, the next one when the network takes it. The server's own writer of streams takes
 * 8 KB at a time and changes threads for each.
 */
@Singleton
final class RowStreamWriter implements ResponseBodyWriter<RowStream<?>> {
  private final Scheduler scheduler;

  RowStreamWriter(@Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.scheduler = Schedulers.fromExecutorService(executor);
  }

  @Override
  public CloseableByteBody writePiece(ByteBodyFactory bodies, HttpRequest<?> request, HttpResponse<?> response,
      Argument<RowStream<?>> type, MediaType mediaType, RowStream<?> rows) {
    var pieces = Flux.<ReadBuffer>generate(sink -> {
      var piece = rows.next();
      if (piece.length > 0) {
        sink.next(bodies.readBufferFactory().adapt(piece));
      }
      if (rows.isOver()) { // said with the last piece, not when somebody asks for another
        sink.complete();
      }
    });
    return bodies.adapt(pieces.subscribeOn(scheduler));
  }

  @Override
  public void writeTo(Argument<RowStream<?>> type, MediaType mediaType, RowStream<?> rows, MutableHeaders headers, OutputStream out) {
    try {
      while (!rows.isOver()) {
        out.write(rows.next());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
