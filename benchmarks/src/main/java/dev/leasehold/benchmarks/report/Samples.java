// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.util.Arrays;

/** Numbers of one measurement, in the unit in which they were taken. Not safe for many threads. */
public final class Samples {

  private static final int FEWEST = 6;

  /** Of a normal distribution, 95% lies within so many standard deviations of the mean. */
  private static final double NORMAL_95 = 1.96;

  private double[] values = new double[64];
  private int size;

  /** Makes an empty collection. */
  public Samples() {}

  /** Adds one number. */
  public void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** Adds all numbers of another collection. */
  public void addAll(Samples others) {
    for (int i = 0; i < others.size; i++) {
      add(others.values[i]);
    }
  }

  /** Returns how many numbers there are. */
  public int size() {
    return size;
  }

  /** Returns the median. */
  public double median() {
    return quantile(0.5);
  }

  /** Returns the number below which a fraction of them lies, interpolated. */
  public double quantile(double fraction) {
    if (size == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    double at = fraction * (size - 1);
    int below = (int) at;
    int above = Math.min(below + 1, size - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Returns between which of the numbers the median of all such numbers lies with a confidence of
   * 95%. Holds for every distribution of the numbers: how many lie below the median follows the
   * binomial distribution, here in its normal approximation. With six numbers it is their range,
   * which is 97%; fewer allow none.
   */
  public Interval medianInterval() {
    if (size < FEWEST) {
      throw new IllegalStateException(size + " numbers are too few for an interval");
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    int below = Math.max(0, (int) Math.floor((size - NORMAL_95 * Math.sqrt(size)) / 2));
    return new Interval(sorted[below], sorted[size - 1 - below]);
  }

  /** Two numbers that another number lies between. */
  public record Interval(double low, double high) {}

  /** Returns the quartiles, as {@code 12.1 (11.8 to 12.9)}, with so many decimals. */
  public String text(int decimals, String unit) {
    String number = "%." + decimals + "f";
    String format = number + " " + unit + " (" + number + " to " + number + ")";
    return String.format(format, median(), quantile(0.25), quantile(0.75));
  }
}
