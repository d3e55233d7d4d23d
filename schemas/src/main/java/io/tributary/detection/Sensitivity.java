package io.tributary.detection;

/**
 * How far from what is expected a value must be to be raised.
 *
 * @param bounds the band's half width in usual deviations: the number n of {@code anomalies(query, 'agile', n)}; above 0, the smaller
 *     the more is raised
 */
public record Sensitivity(double bounds) {
  public static final Sensitivity LOW = new Sensitivity(4);
  public static final Sensitivity MEDIUM = new Sensitivity(3);
  public static final Sensitivity HIGH = new Sensitivity(2);

  /** @throws IllegalArgumentException when bounds is not above 0 and finite */
  public Sensitivity {
    if (!(bounds > 0) || bounds == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("bounds is " + bounds + ", not above 0");
    }
  }
}
