package io.tributary.bench.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A connection to a server that is kept open as long as both want: plain HTTP/1.1, because no client would send what is sent here. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MOST_BYTES = 64 << 20;

  private final String host;
  private final int port;
  private Socket socket;
  private InputStream in;

  /**
   * @param headers with names in lower case
   * @param body decoded
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String type() {
      return headers.getOrDefault("content-type", "").split(";")[0].strip();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  Wire(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Sends a request and reads its answer; of a stream of events, its beginning.
   *
   * @throws IOException when there is none
   */
  Answer ask(byte[] request, boolean head) throws IOException {
    boolean kept = socket != null;
    try {
      return once(request, head);
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      close();
      if (!kept) {
        throw e;
      }
      // The server may have closed a connection that was idle, or that the request before had spoilt; or it waits for the rest of a body
      // that the request before had announced. On a connection of its own a request must be answered.
      return once(request, head);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Answer once(byte[] request, boolean head) throws IOException {
    if (socket == null) {
      socket = new Socket(host, port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }
    socket.getOutputStream().write(request);
    var line = line();
    if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) {
      throw new IOException("no status line: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    if (status == 100) {
      throw new IOException("an interim answer that nobody asked for");
    }
    var headers = new HashMap<String, String>();
    for (var header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    var answer = new Answer(status, headers, head || status == 204 || status == 304 ? new byte[0] : plain(request, body(headers), headers));
    if (headers.getOrDefault("connection", "").equalsIgnoreCase("close") || answer.type().equals("text/event-stream")) {
      close();
    }
    return answer;
  }

  /** What a client would read, who must be able to. */
  private static byte[] plain(byte[] request, byte[] body, Map<String, String> headers) throws IOException {
    var coding = headers.getOrDefault("content-encoding", "identity");
    if (coding.equals("identity")) {
      return body;
    }
    if (!coding.equals("gzip") || !new String(request, StandardCharsets.ISO_8859_1).contains("\r\nAccept-Encoding: gzip\r\n")) {
      throw new IOException("an encoding that nobody asked for: " + coding);
    }
    try {
      return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    } catch (EOFException | ZipException e) {
      throw new IOException("a body that is no gzip", e);
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
      var body = new ByteArrayOutputStream();
      for (int length = chunk(); length > 0; length = chunk()) {
        body.write(bytes(length));
        line();
        if (endless) {
          return body.toByteArray();
        }
      }
      line();
      return body.toByteArray();
    }
    var length = headers.get("content-length");
    if (length != null) {
      return bytes(Integer.parseInt(length));
    }
    var rest = in.readNBytes(MOST_BYTES);
    close();
    return rest;
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";")[0].strip(), 16);
  }

  private byte[] bytes(int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends early");
    }
    return bytes;
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server hung up");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is gone either way.
    } finally {
      socket = null;
    }
  }
}
