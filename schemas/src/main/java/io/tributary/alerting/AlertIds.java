package io.tributary.alerting;

import io.tributary.alerting.Notices.Notice;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Idempotency keys. */
public final class AlertIds {
  private static final int BYTES = 16;

  private AlertIds() {}

  /**
   * The same for the same notification. The five minutes that decided are part of it: when all state is built anew from the events,
   * transitions are counted from 1 again, but nothing that is told then was told before.
   *
   * @param group unique among the groups of the monitor
   * @param slot the five minutes that decided
   */
  public static String of(long monitor, String group, Notice notice, int slot) {
    return hash(monitor + "\n" + group + "\n" + notice.transition() + "\n" + notice.repeat() + "\n" + slot);
  }

  /** Of a first use, which happens once. */
  public static String ofFirstUse(long monitor, String account, int type, String contract) {
    return hash(monitor + "\n" + account + "\n" + type + "\n" + contract);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
