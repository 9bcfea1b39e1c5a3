// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table.
 *
 * @param what the measurement
 * @param without the side to compare with
 * @param with the side with Leasehold
 * @param compared the difference or ratio that the goal is on
 * @param goal the goal; empty for none
 * @param met whether the goal is met; null where there is none
 */
public record Figure(
    String what, String without, String with, String compared, String goal, @Nullable Boolean met) {

  /** Makes a row without a goal. */
  public static Figure of(String what, String without, String with, String compared) {
    return new Figure(what, without, with, compared, "", null);
  }

  /** Makes a row for a difference with a greatest value. */
  public static Figure atMost(double limit, double value, String unit, Sides sides, String what) {
    String compared = String.format("%+.1f %s", value, unit);
    String goal = String.format("at most +%s %s", plain(limit), unit);
    return new Figure(what, sides.without, sides.with, compared, goal, value <= limit);
  }

  /**
   * Makes a row for a difference with a greatest value, of which many were measured. The goal is
   * met where the confidence interval of their median is below it, and missed where that is above.
   * It is neither where the measurement does not tell.
   */
  public static Figure atMost(
      double limit, Samples differences, String unit, Sides sides, String what) {
    Samples.Interval interval = differences.medianInterval();
    String compared =
        String.format(
            "%+.1f %s (%+.1f to %+.1f)",
            differences.median(), unit, interval.low(), interval.high());
    String goal = String.format("at most +%s %s", plain(limit), unit);
    boolean isTold = interval.high() <= limit || interval.low() > limit;
    Boolean met = isTold ? interval.high() <= limit : null;
    return new Figure(what, sides.without, sides.with, compared, goal, met);
  }

  /** Makes a row for a ratio with a greatest value. */
  public static Figure ratioAtMost(double limit, double ratio, Sides sides, String what) {
    String goal = "at most " + plain(limit) + " times";
    String compared = String.format("%.3f times", ratio);
    return new Figure(what, sides.without, sides.with, compared, goal, ratio <= limit);
  }

  /** Makes a row for one side with a value to stay under. */
  public static Figure under(double limit, double value, String unit, String what, String text) {
    String goal = "under " + plain(limit) + " " + unit;
    return new Figure(what, "", text, "", goal, value < limit);
  }

  /** Makes a row for a number that is to be met. */
  public static Figure exactly(int goal, int value, String what) {
    return new Figure(what, "", value + "", "", goal + "", value == goal);
  }

  /** The two sides as the table shows them. */
  public record Sides(String without, String with) {

    /** Both sides by median and quartiles. */
    public static Sides of(Samples without, Samples with, int decimals, String unit) {
      return new Sides(without.text(decimals, unit), with.text(decimals, unit));
    }
  }

  String verdict() {
    return met == null ? "" : met ? "met" : "**missed**";
  }

  List<String> cells() {
    return List.of(what, without, with, compared, goal, verdict());
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format("%.2f", number);
  }
}
