package io.tributary.local.focus;

/** What a bill measures: a service, in a unit, both spelt as in the bill. Each of them is a usage type. */
record ServiceUnit(String service, String unit) {
  /** {@code Object Storage [GB-Months]}: the usage type's title, by which a later import finds it. */
  String title() {
    return service + " [" + unit + "]";
  }
}
