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
 * total. What counts for a slot and its hour goes to both.
 */
final class Spread {
  private Spread() {}

  static void account(AccountDeltas deltas, Fold<Cells.Row> fold) {
    for (var row : deltas.getRows()) {
      if (row.getCounts() != Counts.HOUR) {
        places(deltas.getAccount(), row, Bucket.FIVE_MINUTES, row.getBucket(), fold);
      }
      if (row.getCounts() != Counts.FIVE_MINUTES) {
        places(deltas.getAccount(), row, Bucket.HOUR, row.getCounts() == Counts.HOUR ? row.getBucket() : Hours.hourOfSlot(row.getBucket()), fold);
      }
    }
  }

  private static void places(String holder, OrgDelta row, Bucket bucket, int at, Fold<Cells.Row> fold) {
    var owner = row.getPartner() == null ? "" : row.getPartner();
    add(fold, new Cells.Row(bucket, Level.ORG_OWN, holder, row.getOrgs().getFirst(), owner, at), row.getTypes(), row.getUnits());
    for (var org : row.getOrgs().subList(1, row.getOrgs().size())) {
      add(fold, new Cells.Row(bucket, Level.ORG_SUBTREE, holder, org, owner, at), row.getTypes(), row.getUnits());
    }
    add(fold, new Cells.Row(bucket, Level.ACCOUNT, holder, "", owner, at), row.getTypes(), row.getUnits());
  }

  static void partner(PartnerDeltas deltas, Fold<Cells.Row> fold) {
    var partner = deltas.getPartner();
    for (var row : deltas.getRows()) {
      var bucket = row.getCounts() == Counts.HOUR ? Bucket.HOUR : Bucket.FIVE_MINUTES;
      add(fold, new Cells.Row(bucket, Level.PARTNER, partner, "", partner, row.getBucket()), row.getTypes(), row.getUnits());
    }
  }

  private static void add(Fold<Cells.Row> fold, Cells.Row row, List<Integer> types, List<ByteBuffer> units) {
    for (int i = 0; i < types.size(); i++) {
      var bytes = units.get(i);
      fold.add(row, types.get(i), Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
    }
  }
}
