package io.tributary.aggregator.flow;

import io.tributary.avro.AccountDeltas;
import io.tributary.avro.Counts;
import io.tributary.avro.OrgDelta;
import io.tributary.avro.PartnerDeltas;
import io.tributary.model.Hours;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Bucket;
import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Which rows a delta belongs to: at the account, the org's own, each subtree above it, and the total; at the partner, the
 * total. What counts for a slot and its hour goes to both. What came late has a row of its own and goes no further.
 */
final class Spread {
  private Spread() {}

  static void account(AccountDeltas deltas, Fold<Cells.Row> fold) {
    for (var row : deltas.getRows()) {
      var units = units(row.getUnits());
      if (row.getCounts() == Counts.LATE) {
        var late = new Cells.Row(Bucket.HOUR, Level.ORG_LATE, deltas.getAccount(), row.getOrgs().getFirst(), owner(row), row.getBucket());
        add(fold.row(late), row.getTypes(), units);
        continue;
      }
      if (row.getCounts() != Counts.HOUR) {
        places(deltas.getAccount(), row, Bucket.FIVE_MINUTES, row.getBucket(), units, fold);
      }
      if (row.getCounts() != Counts.FIVE_MINUTES) {
        int hour = row.getCounts() == Counts.HOUR ? row.getBucket() : Hours.hourOfSlot(row.getBucket());
        places(deltas.getAccount(), row, Bucket.HOUR, hour, units, fold);
      }
    }
  }

  private static void places(String holder, OrgDelta row, Bucket bucket, int at, Quantity[] units, Fold<Cells.Row> fold) {
    var owner = owner(row);
    var orgs = row.getOrgs();
    add(fold.row(new Cells.Row(bucket, Level.ORG_OWN, holder, orgs.getFirst(), owner, at)), row.getTypes(), units);
    for (var org : orgs.subList(1, orgs.size())) {
      add(fold.row(new Cells.Row(bucket, Level.ORG_SUBTREE, holder, org, owner, at)), row.getTypes(), units);
    }
    add(fold.row(new Cells.Row(bucket, Level.ACCOUNT, holder, "", owner, at)), row.getTypes(), units);
  }

  private static String owner(OrgDelta row) {
    return row.getPartner() == null ? "" : row.getPartner();
  }

  static void partner(PartnerDeltas deltas, Fold<Cells.Row> fold) {
    var partner = deltas.getPartner();
    for (var row : deltas.getRows()) {
      var bucket = row.getCounts() == Counts.HOUR ? Bucket.HOUR : Bucket.FIVE_MINUTES;
      add(fold.row(new Cells.Row(bucket, Level.PARTNER, partner, "", partner, row.getBucket())), row.getTypes(), units(row.getUnits()));
    }
  }

  private static void add(Deltas row, List<Integer> types, Quantity[] units) {
    for (int i = 0; i < units.length; i++) {
      row.add(types.get(i), units[i]);
    }
  }

  private static Quantity[] units(List<ByteBuffer> deltas) {
    var units = new Quantity[deltas.size()];
    for (int i = 0; i < units.length; i++) {
      var bytes = deltas.get(i);
      units[i] = Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }
    return units;
  }
}
