package io.tributary.local.focus;

import io.tributary.local.focus.RowRules.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a file speaks of, before any of it is sent: of good rows only.
 *
 * @param accounts name by id
 * @param subAccounts by id; one that is under several accounts belongs to that of its first row
 * @param rows in all, good or not
 * @param good rows that may be sent
 * @param tooOld rows whose only fault is their age
 * @param moved good rows that count in another month than their own
 */
record Bill(Map<String, String> accounts, Map<String, SubAccount> subAccounts, Set<ServiceUnit> what, long rows, long good, long tooOld,
    long moved) {
  record SubAccount(String account, String name) {}

  /** Reads the file once. @throws IllegalStateException when it cannot be read to its end */
  static Bill read(Path path, Dating dating) {
    var accounts = new LinkedHashMap<String, String>();
    var subAccounts = new LinkedHashMap<String, SubAccount>();
    var what = new LinkedHashSet<ServiceUnit>();
    long rows = 0;
    long good = 0;
    long tooOld = 0;
    long moved = 0;
    try (var file = FocusFile.open(path)) {
      while (file.hasNext()) {
        rows++;
        switch (RowRules.judge(file.next(), dating)) {
          case Verdict.Good(var usage, var dated) -> {
            good++;
            moved += dated.moved() ? 1 : 0;
            accounts.putIfAbsent(usage.account(), usage.accountName());
            usage.subAccount().ifPresent(id -> subAccounts.putIfAbsent(id, new SubAccount(usage.account(), usage.subAccountName())));
            what.add(usage.what());
          }
          case Verdict.Bad(var problems) ->
              tooOld += problems.stream().map(problem -> problem.code()).toList().equals(List.of(RowRules.TOO_OLD)) ? 1 : 0;
        }
      }
    }
    return new Bill(accounts, subAccounts, what, rows, good, tooOld, moved);
  }
}
