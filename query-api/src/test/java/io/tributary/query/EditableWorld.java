package io.tributary.query;

import io.tributary.model.Access;
import io.tributary.model.AuditLog;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import io.tributary.query.admin.EditableControl;
import io.tributary.topics.ControlWriter.Decider;
import io.tributary.topics.ControlWriter.Decision;
import java.util.List;

/** A {@link World} that is changed in this process alone, with what is kept of it. */
public final class EditableWorld implements EditableControl {
  private final World world;
  private volatile AuditLog audit = AuditLog.empty();

  public EditableWorld(World world) {
    this.world = world;
  }

  @Override
  public boolean isCaughtUp() {
    return world.isCaughtUp();
  }

  @Override
  public Directory directory() {
    return world.directory();
  }

  @Override
  public Access access() {
    return world.access();
  }

  @Override
  public AuditLog audit() {
    return audit;
  }

  @Override
  public synchronized List<Problem> write(Decider decider) {
    return switch (decider.decide(directory(), access())) {
      case Decision.Refuse(var problems) -> problems;
      case Decision.Write(var changes, var accessChanges, var events) -> {
        world.change(changes.toArray(Directory.Change[]::new));
        world.grant(accessChanges.toArray(Access.Change[]::new));
        audit = audit.with(events);
        yield List.of();
      }
    };
  }
}
