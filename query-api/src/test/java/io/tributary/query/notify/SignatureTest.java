package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Instant AT = Instant.ofEpochSecond(1_773_570_000);
  private static final byte[] BODY = "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8);

  /** Made with {@code printf '1773570000.{"id":"x"}' | openssl dgst -sha256 -hmac 0123456789abcdef}. */
  @Test
  void itIsWhatOpensslSays() {
    assertEquals("t=1773570000,v1=a74f61dd8620b89a6a91a6d4f1f6cc0a869db02d78d56b180eb31da18a2ac300",
        Signature.of("0123456789abcdef", AT, BODY));
  }

  @Test
  void itIsOfTheSecretTheTimeAndTheBody() {
    var signature = Signature.of("0123456789abcdef", AT, BODY);
    assertNotEquals(signature, Signature.of("0123456789abcdeg", AT, BODY));
    assertNotEquals(signature.substring(13), Signature.of("0123456789abcdef", AT.plusSeconds(1), BODY).substring(13));
    assertNotEquals(signature, Signature.of("0123456789abcdef", AT, "{\"id\":\"y\"}".getBytes(StandardCharsets.UTF_8)));
  }
}
