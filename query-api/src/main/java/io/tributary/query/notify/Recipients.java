package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.query.access.Control;
import io.tributary.query.targets.TargetOwner;
import io.tributary.query.targets.Webhooks;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom an alert concerns: those that its monitor's message names; of a built-in notification, the owner's webhook for those. */
final class Recipients {
  /** Built-in notifications have no message that could name anybody. */
  static final String BUILT_IN = "usage-notifications";

  private static final Logger LOG = LoggerFactory.getLogger(Recipients.class);
  /** A message is no mailing list. */
  private static final int MOST = 50;

  private final Webhooks webhooks;
  private final Control control;

  Recipients(Webhooks webhooks, Control control) {
    this.webhooks = webhooks;
    this.control = control;
  }

  /** Under which owner the targets of an alert are found; empty where that cannot be said, and then nobody is told. */
  Optional<String> owner(Alert alert) {
    var owner = TargetOwner.of(alert, control.directory());
    if (owner.isEmpty()) {
      LOG.warn("alert {} is told to nobody: its owner '{}' is a partner and an account", alert.id(), alert.owner());
    }
    return owner;
  }

  /** @throws IllegalStateException when what this needs to know has not been read yet */
  Set<Handle> of(Alert alert, String owner) {
    if (!webhooks.isCaughtUp() || !control.isCaughtUp()) {
      throw new IllegalStateException("the directory and the webhooks are still being read");
    }
    if (alert.kind() == Alert.Kind.FIRST_USAGE) {
      return webhooks.find(owner, BUILT_IN).<Set<Handle>>map(found -> Set.of(new Handle.ToWebhook(BUILT_IN))).orElse(Set.of());
    }
    var named = Handle.in(MessageTemplate.render(alert.message(), alert));
    return new LinkedHashSet<>(named.stream().limit(MOST).toList());
  }
}
