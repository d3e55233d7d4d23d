package io.tributary.aggregator.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.aggregator.watch.Place;
import io.tributary.alerting.Alert.Contributor;
import io.tributary.avro.CauseRecord;
import io.tributary.model.Directory;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CausesTest {
  private static final int TYPE = 7;
  private static final int SLOT = 5_000_000;
  private static final Place TOTAL = new Place(Level.PARTNER, "p", "", "p");

  private final Causes causes = new Causes(Directory::empty);

  private void told(String org, int slot, long units, long usual) {
    causes.told("p", new CauseRecord(TYPE, slot, "a", org, bytes(units), bytes(usual)), SLOT);
  }

  private static ByteBuffer bytes(long units) {
    return ByteBuffer.wrap(Quantity.ofUnits(units).toBytes());
  }

  private List<String> of(int from, int to) {
    return causes.of(TOTAL, TYPE, from, to).stream().map(Contributor::org).toList();
  }

  @Test
  void ofTooManyOrgsThoseFarthestOffAreKeptOnEitherSide() {
    var above = new ArrayList<>(IntStream.range(1, 2 * Causes.MOST).boxed().toList());
    Collections.shuffle(above, new Random(1));
    told("far below", SLOT, 0, 1_000_000);
    told("farther below", SLOT, 0, 2_000_000);
    above.forEach(n -> told("org" + n, SLOT, 1000 + n, 1000));
    // All went down: after the two that pulled there those are named that pulled the other way least, of the ones that are kept.
    int least = 2 * Causes.MOST - (Causes.MOST - 2);
    assertEquals(List.of("farther below", "far below", "org" + least, "org" + (least + 1), "org" + (least + 2)), of(SLOT, SLOT + 1));
  }

  @Test
  void whatIsToldLaterOfAnOrgIsTheTruth() {
    told("one", SLOT, 900, 100);
    told("one", SLOT, 1500, 100);
    told("one", SLOT - 1, 300, 100);
    told("other", SLOT, 90, 80);
    var found = causes.of(TOTAL, TYPE, SLOT - 1, SLOT + 1);
    assertEquals(List.of("one", "other"), found.stream().map(Contributor::org).toList());
    assertEquals(0, found.getFirst().value().compareTo(new BigDecimal(1800)));
    assertEquals(0, found.getFirst().expected().compareTo(new BigDecimal(200)));
  }

  @Test
  void whatNoAlertLooksBackToIsForgotten() {
    told("old", SLOT - 100, 900, 100);
    told("one", SLOT - 20, 900, 100);
    assertEquals(List.of("one"), of(SLOT - 200, SLOT + 1));
    causes.told("p", new CauseRecord(TYPE, SLOT + 50, "a", "new", bytes(9), bytes(1)), SLOT + 50);
    assertEquals(List.of("new"), of(SLOT - 200, SLOT + 100));
  }
}
