package io.tributary.query.access;

/** What a partner's admin org is told of something that it does not have: one sentence that says where it is found. */
record Where(String sentence) {
  private static final String NOT_HERE = " not part of a partner's view: ";

  static Where ownPage(String whatIs, String page) {
    return new Where(whatIs + NOT_HERE + "a customer finds that on the " + page + " page of its own org, and here with its own org's keys");
  }

  static Where attribution(String whatIs) {
    return ownPage(whatIs, "Usage Attribution");
  }

  static Where hourlyUsage() {
    return new Where("The hourly usage of a single product is" + NOT_HERE
        + "ask GET /api/v2/usage/hourly_usage with filter[include_connected_accounts]=true; a customer finds it here with its own org's"
        + " keys");
  }

  static Where withFlag(String whatIs, String path) {
    return new Where(whatIs + NOT_HERE
        + "ask GET " + path + " with include_connected_accounts=true; a customer finds it here with its own org's keys");
  }
}
