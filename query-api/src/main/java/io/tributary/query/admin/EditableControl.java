package io.tributary.query.admin;

import io.tributary.model.Access;
import io.tributary.model.AuditLog;
import io.tributary.model.Directory;
import io.tributary.model.Problem;
import io.tributary.query.access.Control;
import io.tributary.topics.ControlPlane;
import io.tributary.topics.ControlWriter;
import java.util.List;

/** The control plane as the admin endpoints need it: changed by decisions on its latest state. */
public interface EditableControl extends Control {
  /** As {@link ControlWriter#write}: the problems, none when it was written; throws when it could not be. */
  List<Problem> write(ControlWriter.Decider decider);

  /** As {@link ControlWriter#audit}; nothing where changes are not kept. */
  default AuditLog audit() {
    return AuditLog.empty();
  }

  /** The one on Kafka. */
  static EditableControl of(ControlPlane plane, ControlWriter writer) {
    return new EditableControl() {
      @Override
      public boolean isCaughtUp() {
        return plane.isCaughtUp();
      }

      @Override
      public Directory directory() {
        return plane.directory();
      }

      @Override
      public Access access() {
        return plane.access();
      }

      @Override
      public List<Problem> write(ControlWriter.Decider decider) {
        return writer.write(decider);
      }

      @Override
      public AuditLog audit() {
        return writer.audit();
      }
    };
  }
}
