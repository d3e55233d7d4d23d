package io.tributary.query.notify;

import io.tributary.alerting.Alert;
import io.tributary.query.notify.NotifySettings.Mail;
import io.tributary.query.notify.NotifySettings.Tls;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Semaphore;

/** Tells people by mail, over SMTP. The alert's id is part of the mail's own: most servers and readers show such a mail once. */
final class MailCourier implements Courier {
  /** Connections to the one mail server that all mail goes through. */
  private static final int AT_ONCE = 4;

  private final Mail settings;
  private final Session session;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  MailCourier(Mail settings, Duration timeout) {
    this.settings = settings;
    var properties = new Properties();
    var protocol = settings.tls() == Tls.TLS ? "smtps" : "smtp";
    properties.setProperty("mail.transport.protocol.rfc822", protocol);
    var prefix = "mail." + protocol + ".";
    properties.setProperty(prefix + "host", settings.host());
    properties.setProperty(prefix + "port", Integer.toString(settings.port()));
    for (var each : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty(prefix + each, Long.toString(timeout.toMillis()));
    }
    properties.setProperty(prefix + "auth", Boolean.toString(!settings.user().isEmpty()));
    properties.setProperty(prefix + "starttls.enable", Boolean.toString(settings.tls() == Tls.STARTTLS));
    properties.setProperty(prefix + "starttls.required", Boolean.toString(settings.tls() == Tls.STARTTLS));
    properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    session = Session.getInstance(properties, new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(settings.user(), settings.password());
      }
    });
  }

  @Override
  public Outcome tell(Delivery delivery, Handle handle, Alert alert) throws InterruptedException {
    var address = ((Handle.ToMail) handle).address();
    var domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (!settings.domains().isEmpty() && !settings.domains().contains(domain)) {
      return new Outcome.Hopeless("mail to " + domain + " is not allowed here");
    }
    places.acquire();
    try {
      Transport.send(mail(delivery, address, alert));
      return new Outcome.Told();
    } catch (SendFailedException e) {
      // The server took the connection and refused the mail; what it says names the address at most.
      return Outcome.failed("the mail server refuses it: " + oneLine(e.getMessage()));
    } catch (MessagingException e) {
      return Outcome.failed("the mail server cannot be used: " + e.getClass().getSimpleName());
    } finally {
      places.release();
    }
  }

  private MimeMessage mail(Delivery delivery, String address, Alert alert) throws MessagingException {
    var id = "<" + delivery.alertId().replaceAll("[^A-Za-z0-9._-]", "-") + "@"
        + settings.from().substring(settings.from().indexOf('@') + 1) + ">";
    var mail = new MimeMessage(session) {
      @Override
      protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
      }
    };
    mail.setFrom(new InternetAddress(settings.from(), true));
    mail.setRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
    mail.setSubject(oneLine(AlertText.title(alert)), StandardCharsets.UTF_8.name());
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Tributary-Alert-Id", oneLine(delivery.alertId()));
    mail.setSentDate(Date.from(alert.at()));
    mail.setText(text(alert), StandardCharsets.UTF_8.name());
    return mail;
  }

  private static String text(Alert alert) {
    var text = new StringBuilder(alert.reason()).append("\n\n");
    var message = AlertText.message(alert);
    if (!message.isEmpty()) {
      text.append(message).append("\n\n");
    }
    AlertText.facts(alert).forEach(fact -> text.append(fact).append('\n'));
    if (!alert.contributors().isEmpty()) {
      text.append("\nMost of it:\n");
      AlertText.contributors(alert).forEach(each -> text.append("- ").append(each).append('\n'));
    }
    return text.toString();
  }

  /** A line break in a name must not begin a header of its own. */
  private static String oneLine(String text) {
    return text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
