package io.tributary.query.admin;

import io.tributary.model.Access;
import io.tributary.model.AuditLog;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import io.tributary.topics.ControlWriter;
import java.util.List;

/** A control plane in this process alone. */
final class InMemoryControl implements EditableControl {
  private Directory directory = Directory.empty();
  private Access access = Access.empty();
  private AuditLog audit = AuditLog.empty();

  @Override
  public boolean isCaughtUp() {
    return true;
  }

  @Override
  public synchronized Directory directory() {
    return directory;
  }

  @Override
  public synchronized Access access() {
    return access;
  }

  @Override
  public synchronized List<Problem> write(ControlWriter.Decider decider) {
    return switch (decider.decide(directory, access)) {
      case ControlWriter.Decision.Refuse(var problems) -> problems;
      case ControlWriter.Decision.Write(var changes, var accessChanges, var events) -> {
        directory = changes.isEmpty() ? directory : directory.with(changes, directory.version() + changes.size());
        access = access.with(accessChanges);
        audit = audit.with(events);
        yield List.of();
      }
    };
  }

  @Override
  public synchronized AuditLog audit() {
    return audit;
  }
}
