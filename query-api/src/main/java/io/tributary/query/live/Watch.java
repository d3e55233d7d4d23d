package io.tributary.query.live;

import io.tributary.query.access.Caller;
import io.tributary.query.access.GroupBy;
import io.tributary.query.access.Scope;

/** What is looked at: whoever asks as the same org in the same place for the same scope and grouping sees the same cells. */
record Watch(String org, Caller.Place place, Scope scope, GroupBy groupBy) {}
