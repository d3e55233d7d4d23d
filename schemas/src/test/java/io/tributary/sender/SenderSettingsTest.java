package io.tributary.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SenderSettingsTest {
  @Test
  void allThatIsWrongIsSaidAtOnce() {
    var wrong = assertThrows(IllegalArgumentException.class, () -> new SenderSettings(URI.create("ftp://there"), " ", 1001, 1 << 20,
        Duration.ofMillis(-1), 0, 0, true, Duration.ZERO, null, Duration.ZERO, Duration.ZERO)).getMessage();
    assertEquals(11, wrong.split("; ").length, wrong);
  }

  @Test
  void theKeyIsNotPrinted() {
    assertFalse(SenderSettings.of(URI.create("http://127.0.0.1:8090"), "secret").toString().contains("secret"));
  }
}
