package io.tributary.local.focus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;

/** Fetches a month's charges and writes them down as they come; a file that is there is whole. */
public final class FocusExport {
  private static final String ACCOUNTS = "X-Tributary-Accounts";
  /** The account's id; ids have no comma, and no quotes therefore. */
  private static final int ACCOUNT_FIELD = 1;
  private static final long TELL_EVERY_NANOS = 100_000_000;

  private FocusExport() {}

  /**
   * @param api without a slash at its end
   * @param side {@code buy} or {@code sell}, for a partner
   * @param patience for the first byte
   */
  public record Job(URI api, String apiKey, String applicationKey, YearMonth month, Optional<String> account, Optional<String> side,
      Path file, Duration patience) {}

  /** Hears now and then how far it is. */
  public interface Listener {
    void progress(long accounts, long ofAccounts, long rows);
  }

  /**
   * Writes the file.
   *
   * @return its rows, without the header
   * @throws IllegalStateException saying why nothing was written
   */
  public static long run(Job job, Listener listener) throws InterruptedException {
    var part = job.file().resolveSibling(job.file().getFileName() + ".part");
    try {
      return run(job, part, listener);
    } catch (IOException e) {
      throw new IllegalStateException(job.file() + " was not written: " + e, e);
    } finally {
      delete(part);
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new UncheckedIOException("what was written of " + part + " cannot be deleted", e);
    }
  }

  private static long run(Job job, Path part, Listener listener) throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(job.patience()).build()) {
      var answer = http.send(request(job), BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IllegalStateException(job.api() + " answers " + answer.statusCode() + ": "
              + new String(body.readNBytes(2_000), StandardCharsets.UTF_8));
        }
        long rows = write(body, part, accounts(answer), listener);
        Files.move(part, job.file(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return rows;
      }
    }
  }

  private static HttpRequest request(Job job) {
    var uri = new StringBuilder(job.api() + "/api/v2/tributary/focus?month=" + job.month());
    job.account().ifPresent(account -> uri.append("&account=").append(URLEncoder.encode(account, StandardCharsets.UTF_8)));
    job.side().ifPresent(side -> uri.append("&side=").append(URLEncoder.encode(side, StandardCharsets.UTF_8)));
    return HttpRequest.newBuilder(URI.create(uri.toString())).timeout(job.patience()).header("Accept", "text/csv")
        .header("DD-API-KEY", job.apiKey()).header("DD-APPLICATION-KEY", job.applicationKey()).build();
  }

  private static long accounts(HttpResponse<?> answer) {
    return answer.headers().firstValueAsLong(ACCOUNTS).orElse(0);
  }

  private static long write(InputStream body, Path part, long accounts, Listener listener) throws IOException {
    long rows = -1; // the header is none
    long done = -1;
    var account = "";
    long told = System.nanoTime();
    try (var in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)); var out = Files.newBufferedWriter(part)) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.write("\r\n");
        rows++;
        var fields = line.split(",", ACCOUNT_FIELD + 2);
        if (fields.length > ACCOUNT_FIELD && !fields[ACCOUNT_FIELD].equals(account)) {
          account = fields[ACCOUNT_FIELD];
          done++;
        }
        if (System.nanoTime() - told > TELL_EVERY_NANOS) {
          told = System.nanoTime();
          listener.progress(Math.max(0, done), accounts, Math.max(0, rows));
        }
      }
    }
    listener.progress(accounts, accounts, Math.max(0, rows));
    return Math.max(0, rows);
  }
}
