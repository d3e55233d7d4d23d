package io.tributary.aggregator.flow;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a store of one task's memory: no cache, no changelog. */
record Unlogged<S extends StateStore>(String name, Supplier<S> maker) implements StoreBuilder<S> {
  @Override
  public StoreBuilder<S> withCachingEnabled() {
    throw new UnsupportedOperationException(name + " is memory already");
  }

  @Override
  public StoreBuilder<S> withCachingDisabled() {
    return this;
  }

  @Override
  public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
    throw new UnsupportedOperationException(name + " holds nothing that a commit does not flush");
  }

  @Override
  public StoreBuilder<S> withLoggingDisabled() {
    return this;
  }

  @Override
  public S build() {
    return maker.get();
  }

  @Override
  public Map<String, String> logConfig() {
    return Map.of();
  }

  @Override
  public boolean loggingEnabled() {
    return false;
  }
}
