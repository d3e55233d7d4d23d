package io.tributary.rules;

import io.tributary.model.OrgPath;
import io.tributary.model.Problem;
import io.tributary.model.UsageType;
import java.util.List;

/** What the rules say of one event, before anybody asks whether it was seen already. */
public sealed interface Verdict {
  /** It counts, at this hour of this path. */
  record Good(UsageType type, OrgPath path, int hour) implements Verdict {}

  /** It is good, but its account's month was closed when it came: an adjustment. */
  record Late(UsageType type, OrgPath path, int hour) implements Verdict {}

  /** It breaks rules; all of them are named. */
  record Bad(List<Problem> problems) implements Verdict {
    /** Whether all that is wrong is that the directory does not know the org or the usage type: that may change. */
    public boolean onlyUnknown() {
      return problems.stream().allMatch(problem -> problem.code().startsWith("unknown_"));
    }
  }

  /** It was judged at the door by a later directory than ours: wait for it, judge then. */
  record Ahead() implements Verdict {}
}
