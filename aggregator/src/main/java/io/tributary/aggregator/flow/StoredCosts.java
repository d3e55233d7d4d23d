package io.tributary.aggregator.flow;

import io.tributary.codec.CostsCodec;
import io.tributary.model.CostQuery.Grain;
import io.tributary.rating.CostRow;
import io.tributary.rating.Statement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Rows of cost in a store, under {@code holder NUL month day contract}: the holder is an account or a partner, day 0 is the month
 * so far, and a partner's total has no contract. Ids hold no NUL.
 */
public final class StoredCosts {
  private static final int WHOLE_MONTH = 0;
  private static final int LAST_DAY = 31;
  /** Stands where the day stands, in a store of statements. */
  private static final int MARK = 1;

  private final ReadOnlyKeyValueStore<Bytes, byte[]> store;

  public StoredCosts(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  static Bytes key(String holder, CostRow row) {
    return key(holder, row.month(), row.day().orElse(WHOLE_MONTH), row.contract());
  }

  static Bytes key(String account, int month, String contract) {
    return key(account, month, WHOLE_MONTH, contract);
  }

  static Bytes key(String holder, int month, int day, String contract) {
    var first = holder.getBytes(StandardCharsets.UTF_8);
    var last = contract.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(ByteBuffer.allocate(first.length + 6 + last.length).put(first).put((byte) 0).putInt(month).put((byte) day).put(last)
        .array());
  }

  Optional<CostRow> last(String account, int month, String contract) {
    return Optional.ofNullable(store.get(key(account, month, contract))).flatMap(CostsCodec::row);
  }

  /** As it was last put; empty if never, or by another version, which is then rated again. */
  Optional<CostRow> last(String holder, CostRow like) {
    return Optional.ofNullable(store.get(key(holder, like))).flatMap(CostsCodec::row);
  }

  /** The statements of one account, where the store is theirs. */
  public void statements(String account, int from, int to, Consumer<Statement> each) {
    for (int month = from; month < to; month++) {
      try (var range = store.range(key(account, month, WHOLE_MONTH, ""), key(account, month, WHOLE_MONTH + 1, ""))) {
        while (range.hasNext()) {
          var bytes = range.next().value;
          if (bytes.length > 0) { // else the contract cost nothing
            each.accept(CostsCodec.statement(bytes));
          }
        }
      }
    }
  }

  /** Closed months of an account for which something came after they were closed. */
  Set<Integer> marks(String account) {
    var months = new TreeSet<Integer>();
    var name = account.getBytes(StandardCharsets.UTF_8);
    try (var range = store.range(key(account, 0, WHOLE_MONTH, ""), key(account, Integer.MAX_VALUE, LAST_DAY, ""))) {
      while (range.hasNext()) {
        var rest = ByteBuffer.wrap(range.next().key.get()).position(name.length + 1);
        int month = rest.getInt();
        if (rest.get() == MARK) {
          months.add(month);
        }
      }
    }
    return months;
  }

  static Bytes mark(String account, int month) {
    return key(account, month, MARK, "");
  }

  /** Everything of an account's month. */
  static Bytes first(String account, int month) {
    return key(account, month, WHOLE_MONTH, "");
  }

  /** The rows of one holder, by month. */
  public void rows(String holder, Grain grain, int from, int to, Consumer<CostRow> each) {
    bytes(holder, grain, from, to, bytes -> CostsCodec.row(bytes).ifPresent(each));
  }

  /** The same, to be read by {@link CostsCodec#row}. */
  public void bytes(String holder, Grain grain, int from, int to, Consumer<byte[]> each) {
    for (int month = from; month < to; month++) {
      int first = grain == Grain.MONTH ? WHOLE_MONTH : WHOLE_MONTH + 1;
      int last = grain == Grain.MONTH ? WHOLE_MONTH : LAST_DAY;
      try (var range = store.range(key(holder, month, first, ""), key(holder, month, last + 1, ""))) {
        while (range.hasNext()) {
          each.accept(range.next().value);
        }
      }
    }
  }
}
