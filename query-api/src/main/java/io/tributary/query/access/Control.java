package io.tributary.query.access;

import io.tributary.model.Access;
import io.tributary.model.Directory;

/** The control plane as answers need it. Each call gives one immutable snapshot. */
public interface Control {
  /** Whether what was written before this process began has been read; before that, nothing can be answered. */
  boolean isCaughtUp();

  Directory directory();

  Access access();
}
