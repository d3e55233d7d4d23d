package io.tributary.bench.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static String row(String account, String product, String cost) {
    return (account.isEmpty() ? "{" : "{'account_public_id':'" + account + "',").concat("'product_name':'" + product + "','cost':'" + cost
        + "','cost_low_80':null}").replace('\'', '"');
  }

  private static Costs costs(List<String> rows) throws IOException {
    return costs("", rows);
  }

  private static Costs costs(String notProjected, List<String> rows) throws IOException {
    return Costs.read(("{\"as_of\":\"2026-04-20T10:30:00.000Z\",\"not_projected\":{" + notProjected + "},\"rows\":["
        + String.join(",", rows) + "]}").getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> whole(int accounts, String cost) {
    return Question.BY_ACCOUNT.cells(accounts).map(cell -> row(cell.account(), cell.product(), cost)).toList();
  }

  @Test
  void sumsOverAccountsAreHeldAgainstTheTotal() throws IOException {
    var accounts = costs(whole(3, "0.100001"));
    assertEquals(List.of(), accounts.gaps(Question.BY_ACCOUNT, 3));
    assertEquals(3, accounts.completeAccounts());
    var totals = new ArrayList<>(Card.DIMENSIONS.stream().map(product -> row("", product, "0.300003")).toList());
    assertEquals(List.of(), costs(totals).gaps(Question.BY_PRODUCT, 3));
    assertEquals(List.of(), Costs.differences(costs(totals), accounts));
    totals.set(0, row("", Card.DIMENSIONS.getFirst(), "0.300002"));
    assertEquals(1, Costs.differences(costs(totals), accounts).size());
  }

  @Test
  void whatIsMissingOrTooMuchIsAGap() throws IOException {
    var rows = new ArrayList<>(whole(3, "1"));
    var one = rows.removeLast();
    assertEquals(List.of("an answer BY_ACCOUNT lacks 1 of 60 costs"), costs(rows).gaps(Question.BY_ACCOUNT, 3));
    assertEquals(2, costs(rows).completeAccounts());
    rows.addAll(List.of(one, one, row("account-00007", "logs_ingested", "1")));
    assertEquals(List.of("an answer BY_ACCOUNT has 2 costs too many"), costs(rows).gaps(Question.BY_ACCOUNT, 3));
  }

  @Test
  void whatHasBeenUsedSoFarIsNoProjection() throws IOException {
    var answer = costs("\"" + Fleet.account(1) + "\":\"no history\"", whole(3, "1"));
    assertEquals(List.of("an answer BY_ACCOUNT has 1 accounts that are not projected"), answer.gaps(Question.BY_ACCOUNT, 3));
    assertEquals(2, answer.completeAccounts());
  }

  @Test
  void aCutAnswerIsNone() {
    var answer = "{\"rows\":[" + row("", "logs_ingested", "1") + "]";
    assertThrows(IOException.class, () -> Costs.read(answer.getBytes(StandardCharsets.UTF_8)));
    assertThrows(IOException.class, () -> Costs.read("{\"errors\":[]}".getBytes(StandardCharsets.UTF_8)));
  }
}
