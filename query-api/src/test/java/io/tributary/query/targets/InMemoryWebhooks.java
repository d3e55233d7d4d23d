package io.tributary.query.targets;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Webhooks in this process alone. */
public final class InMemoryWebhooks implements Webhooks {
  private final Map<String, Webhook> all = new ConcurrentHashMap<>();
  private volatile boolean caughtUp = true;

  public InMemoryWebhooks put(Webhook webhook) {
    all.put(webhook.owner() + "/" + webhook.name(), webhook);
    return this;
  }

  /** From now on they are still being read. */
  public void forget() {
    caughtUp = false;
  }

  @Override
  public Optional<Webhook> find(String owner, String name) {
    return Optional.ofNullable(all.get(owner + "/" + name));
  }

  @Override
  public List<Webhook> of(String owner) {
    return all.values().stream().filter(each -> each.owner().equals(owner)).sorted(Comparator.comparing(Webhook::name)).toList();
  }

  @Override
  public boolean isCaughtUp() {
    return caughtUp;
  }

  @Override
  public synchronized void change(String owner, String name, Change change) {
    var now = find(owner, name);
    change.apply(now, of(owner).size() - (now.isPresent() ? 1 : 0))
        .ifPresentOrElse(this::put, () -> all.remove(owner + "/" + name));
  }
}
