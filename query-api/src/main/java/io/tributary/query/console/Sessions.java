package io.tributary.query.console;

import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions that no server has to remember: a sealed box (AES-256-GCM) in the browser's cookie, with whom it stands for and the moment
 * it ends. Servers with the same secret open each other's boxes; one without a secret makes one up, so its sessions end with it. A
 * revoked key, or a disabled user, ends a session at once, because they are judged at every request; signing out only takes the box away.
 */
@Singleton
final class Sessions {
  /** A working day. */
  static final Duration LENGTH = Duration.ofHours(12);
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String BETWEEN = "\n";
  private static final String SESSION = "session";

  private final SecretKeySpec secret;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Who a session stands for. */
  sealed interface Holder {
    record Keys(String apiKey, String applicationKey) implements Holder {
      /** Keys are not for logs. */
      @Override
      public String toString() {
        return "Keys[…]";
      }
    }

    /** @param id of somebody who has signed in without keys */
    record User(String id) implements Holder {}
  }

  /** @param secret any text; empty for one that is made up now and never told */
  Sessions(@Property(name = "tributary.query.console-secret", defaultValue = "") String secret, InstantSource clock) {
    this.clock = clock;
    try {
      var key = new byte[32];
      random.nextBytes(key);
      this.secret = new SecretKeySpec(
          secret.isEmpty() ? key : MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)), "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A session's box. */
  String seal(Holder holder) {
    return seal(SESSION, LENGTH, switch (holder) {
      case Holder.Keys(var apiKey, var applicationKey) -> List.of(apiKey, applicationKey);
      case Holder.User(var id) -> List.of(id);
    });
  }

  /** Whose session a box is; empty when it is none of ours, was touched, or has ended. */
  Optional<Holder> open(String box) {
    return open(SESSION, box).map(parts -> parts.size() == 1 ? new Holder.User(parts.get(0)) : new Holder.Keys(parts.get(0), parts.get(1)));
  }

  /**
   * A box, URL-safe.
   *
   * @param purpose the only one for which it opens
   * @param parts without control characters
   */
  String seal(String purpose, Duration length, List<String> parts) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    var text = clock.instant().plus(length).getEpochSecond() + BETWEEN + String.join(BETWEEN, parts);
    var sealed = crypt(Cipher.ENCRYPT_MODE, purpose, nonce, text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    return Base64.getUrlEncoder().withoutPadding()
        .encodeToString(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
  }

  /** What is in a box; empty when it is none of ours, is for something else, was touched, or has ended. */
  Optional<List<String>> open(String purpose, String box) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(box);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length <= NONCE) {
      return Optional.empty();
    }
    return crypt(Cipher.DECRYPT_MODE, purpose, Arrays.copyOf(bytes, NONCE), Arrays.copyOfRange(bytes, NONCE, bytes.length))
        .map(text -> List.of(new String(text, StandardCharsets.UTF_8).split(BETWEEN, -1)))
        .filter(parts -> clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts.get(0)))))
        .map(parts -> parts.subList(1, parts.size()));
  }

  private Optional<byte[]> crypt(int mode, String purpose, byte[] nonce, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
      return Optional.of(cipher.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      if (mode == Cipher.DECRYPT_MODE) {
        return Optional.empty();
      }
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}
