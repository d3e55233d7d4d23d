package io.tributary.query.notify;

import io.tributary.query.notify.Courier.Outcome;
import java.util.Optional;

/** Each delivery to the courier of its channel. */
final class Couriers implements Dispatcher.Attempt {
  private final Alerts alerts;
  private final Courier web;
  private final Optional<Courier> mail;

  Couriers(Alerts alerts, Courier web, Optional<Courier> mail) {
    this.alerts = alerts;
    this.web = web;
    this.mail = mail;
  }

  @Override
  public Outcome at(Delivery delivery) throws InterruptedException {
    var handle = Handle.parse(delivery.handle());
    if (handle.isEmpty()) {
      return new Outcome.Hopeless("'@" + delivery.handle() + "' names no target");
    }
    var alert = alerts.read(delivery.alert());
    return switch (handle.get()) {
      case Handle.ToWebhook ignored -> web.tell(delivery, handle.get(), alert);
      case Handle.ToSlack ignored -> web.tell(delivery, handle.get(), alert);
      case Handle.ToMail ignored -> mail.isPresent() ? mail.get().tell(delivery, handle.get(), alert)
          : new Outcome.Hopeless("this installation sends no mail: no SMTP server is configured");
    };
  }
}
