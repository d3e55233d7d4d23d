package io.tributary.aggregator.flow;

import io.tributary.avro.AccountDeltas;
import io.tributary.avro.PartnerDeltas;
import io.tributary.model.Quantity;
import io.tributary.model.RowQuery.Level;
import java.nio.ByteBuffer;
import java.util.List;

/** Which rows a delta belongs to: at the account, the org's own, each subtree above it, and the total; at the partner, the total. */
final class Spread {
  private Spread() {}

  static void account(AccountDeltas deltas, Fold<Cells.Row> fold) {
    for (var row : deltas.getRows()) {
      var owner = row.getPartner() == null ? "" : row.getPartner();
      var holder = deltas.getAccount();
      add(fold, new Cells.Row(Level.ORG_OWN, holder, row.getOrgs().getFirst(), owner, row.getHour()), row.getTypes(), row.getUnits());
      for (var org : row.getOrgs()) {
        add(fold, new Cells.Row(Level.ORG_SUBTREE, holder, org, owner, row.getHour()), row.getTypes(), row.getUnits());
      }
      add(fold, new Cells.Row(Level.ACCOUNT, holder, "", owner, row.getHour()), row.getTypes(), row.getUnits());
    }
  }

  static void partner(PartnerDeltas deltas, Fold<Cells.Row> fold) {
    for (var row : deltas.getRows()) {
      add(fold, new Cells.Row(Level.PARTNER, deltas.getPartner(), "", deltas.getPartner(), row.getHour()), row.getTypes(), row.getUnits());
    }
  }

  private static void add(Fold<Cells.Row> fold, Cells.Row row, List<Integer> types, List<ByteBuffer> units) {
    for (int i = 0; i < types.size(); i++) {
      var bytes = units.get(i);
      fold.add(row, types.get(i), Quantity.ofBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
    }
  }
}
