package io.tributary.ingest.intake;

import io.tributary.model.Access;
import io.tributary.model.Directory;

/** The control plane as the intake sees it: who is who, and who may send. Each call gives one immutable snapshot. */
public interface Control {
  /** Whether what was written before this process began has been read; before that, nothing can be judged. */
  boolean isCaughtUp();

  Directory directory();

  Access access();
}
