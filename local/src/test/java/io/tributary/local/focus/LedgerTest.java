package io.tributary.local.focus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-05-20T12:30:00Z");
  private static final RowId A = new RowId(1, -2);
  private static final RowId B = new RowId(-3, 4);
  private static final RowId C = new RowId(5, 6);

  @TempDir
  private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("imports").resolve("rows.txt");
  }

  @Test
  void whatWasAnsweredIsKnownForGoodAndWhatWasNotIsInDoubtSinceItsFirstTry() {
    try (var ledger = Ledger.open(file)) {
      ledger.trying(List.of(A, B), NOW);
      ledger.answered(List.of(A), List.of(B));
      ledger.trying(List.of(C), NOW);
      ledger.trying(List.of(C), NOW.plusSeconds(60));
    }
    try (var ledger = Ledger.open(file)) {
      assertTrue(ledger.isCounted(A));
      assertFalse(ledger.isCounted(B));
      assertEquals(Optional.empty(), ledger.inDoubtSince(B));
      assertEquals(Optional.of(NOW), ledger.inDoubtSince(C));
    }
  }

  @Test
  void aLineThatWasCutOffLosesOnlyWhatIsNotThere() throws IOException {
    try (var ledger = Ledger.open(file)) {
      ledger.trying(List.of(A, B), NOW);
      ledger.answered(List.of(A, B), List.of());
    }
    var whole = Files.readString(file);
    for (int length = whole.length(); length >= 0; length--) {
      Files.writeString(file, whole.substring(0, length));
      try (var ledger = Ledger.open(file)) {
        ledger.trying(List.of(C), NOW);
      }
      try (var ledger = Ledger.open(file)) {
        assertEquals(Optional.of(NOW), ledger.inDoubtSince(C), "after " + length);
        assertEquals(length >= whole.lastIndexOf(' '), ledger.isCounted(A), "after " + length);
        assertEquals(length >= whole.length() - 1, ledger.isCounted(B), "after " + length);
      }
    }
  }

  @Test
  void oneImportAtATimeHasIt() {
    try (var ledger = Ledger.open(file)) {
      assertThrows(IllegalStateException.class, () -> Ledger.open(file));
    }
  }
}
