package io.tributary.bench.pipeline;

import io.tributary.bench.world.World;
import io.tributary.model.RowQuery.Level;
import java.util.List;

/**
 * What a cell belongs to, as the stores' keys name it.
 *
 * @param holder the account, or at level PARTNER the partner
 * @param org empty at levels ACCOUNT and PARTNER
 * @param owner the partner that the hours belong to
 */
record Place(Level level, String holder, String org, String owner) {
  /** All that a leaf's usage counts for. */
  static List<Place> of(int leaf) {
    int mid = World.midOf(leaf);
    int root = World.rootOf(mid);
    var account = World.account(root);
    return List.of(own(account, World.leaf(leaf)), subtree(account, World.leaf(leaf)), subtree(account, World.mid(mid)),
        subtree(account, World.root(root)), account(account), partner());
  }

  static Place own(String account, String org) {
    return new Place(Level.ORG_OWN, account, org, World.PARTNER);
  }

  static Place subtree(String account, String org) {
    return new Place(Level.ORG_SUBTREE, account, org, World.PARTNER);
  }

  static Place account(String account) {
    return new Place(Level.ACCOUNT, account, "", World.PARTNER);
  }

  static Place partner() {
    return new Place(Level.PARTNER, World.PARTNER, "", World.PARTNER);
  }
}
