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
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions that no server has to remember: a sealed box (AES-256-GCM) in the browser's cookie, with the keys and the moment it ends.
 * Servers with the same secret open each other's boxes; one without a secret makes one up, so its sessions end with it. A revoked
 * key ends a session at once, because keys are judged at every request; signing out only takes the box away.
 */
@Singleton
final class Sessions {
  /** A working day. */
  static final Duration LENGTH = Duration.ofHours(12);
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final char BETWEEN = '\n';

  private final SecretKeySpec secret;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /** Who a session stands for. */
  record Keys(String apiKey, String applicationKey) {
    /** Keys are not for logs. */
    @Override
    public String toString() {
      return "Keys[…]";
    }
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

  /** A box for these keys, URL-safe. */
  String seal(Keys keys) {
    var nonce = new byte[NONCE];
    random.nextBytes(nonce);
    var text = clock.instant().plus(LENGTH).getEpochSecond() + "" + BETWEEN + keys.apiKey() + BETWEEN + keys.applicationKey();
    var sealed = crypt(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    return Base64.getUrlEncoder().withoutPadding()
        .encodeToString(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
  }

  /** What is in a box; empty when it is none of ours, was touched, or has ended. */
  Optional<Keys> open(String box) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(box);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length <= NONCE) {
      return Optional.empty();
    }
    return crypt(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE), Arrays.copyOfRange(bytes, NONCE, bytes.length))
        .map(text -> new String(text, StandardCharsets.UTF_8).split(String.valueOf(BETWEEN), -1))
        .filter(parts -> clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0]))))
        .map(parts -> new Keys(parts[1], parts[2]));
  }

  private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
      return Optional.of(cipher.doFinal(bytes));
    } catch (GeneralSecurityException e) {
      if (mode == Cipher.DECRYPT_MODE) {
        return Optional.empty();
      }
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}
