package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.query.targets.Webhooks;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whom an alert concerns: those that its monitor's message names; of a built-in notification, the owner's webhook for those. */
final class Recipients {
  /** Built-in notifications have no message that could name anybody. */
  static final String BUILT_IN = "usage-notifications";

  /** A message is no mailing list. */
  private static final int MOST = 50;

  private final Webhooks webhooks;

  Recipients(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  /** @throws IllegalStateException when the webhooks have not been read yet */
  Set<Handle> of(Alert alert) {
    if (!webhooks.isCaughtUp()) {
      throw new IllegalStateException("the webhooks are still being read");
    }
    if (alert.kind() == Alert.Kind.FIRST_USAGE) {
      return webhooks.find(alert.owner(), BUILT_IN).<Set<Handle>>map(found -> Set.of(new Handle.ToWebhook(BUILT_IN))).orElse(Set.of());
    }
    var named = Handle.in(MessageTemplate.render(alert.message(), alert));
    return new LinkedHashSet<>(named.stream().limit(MOST).toList());
  }
}
