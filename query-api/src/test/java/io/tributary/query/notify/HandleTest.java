package io.tributary.query.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tributary.query.notify.Handle.ToMail;
import io.tributary.query.notify.Handle.ToSlack;
import io.tributary.query.notify.Handle.ToWebhook;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandleTest {
  @Test
  void aMessageNamesEachTargetOnceInItsOrder() {
    var message = """
        Look at @webhook-ops, then (@slack-on_call.eu) or write to @jane.doe+x@example.co.uk.
        Again @webhook-ops @webhook-ops2; @nobody, @slack- and @webhook- name nobody, nor does me@example.com or @all.""";
    assertEquals(List.of(new ToWebhook("ops"), new ToSlack("on_call.eu"), new ToMail("jane.doe+x@example.co.uk"), new ToWebhook("ops2")),
        List.copyOf(Handle.in(message)));
    assertEquals("""
        Look at , then () or write to .
        Again  ; @nobody, @slack- and @webhook- name nobody, nor does me@example.com or @all.""", Handle.without(message));
  }

  @Test
  void aHandleIsWhatItsTextSays() {
    for (var handle : List.of(new ToWebhook("ops"), new ToSlack("x-y"), new ToMail("a@b.example"))) {
      assertEquals(Optional.of(handle), Handle.parse(handle.text()));
    }
    for (var none : List.of("", "webhook-", "slack-", "x", "a@b", "@a@b.example", "a@b.example\r\nBcc: c@d.example", "a b@c.example")) {
      assertEquals(Optional.empty(), Handle.parse(none), none);
    }
  }
}
