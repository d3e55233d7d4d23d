package io.tributary.alerting;

/** What a monitor, or one group of it, says of the usage it watches. In ascending severity. */
public enum AlertState {
  OK("OK"),
  NO_DATA("No Data"),
  WARN("Warn"),
  ALERT("Alert");

  private final String label;

  AlertState(String label) {
    this.label = label;
  }

  /** The name that the public API has for it: {@code No Data}. */
  public String label() {
    return label;
  }

  /** The worse of two: a monitor's overall state is the worst of its groups'. */
  public AlertState worse(AlertState other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
