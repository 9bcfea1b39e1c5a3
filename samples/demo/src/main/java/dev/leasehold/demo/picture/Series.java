// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

import java.util.List;

/**
 * A line of a chart.
 *
 * @param name for the legend
 * @param points in the order of time; where two are far apart, the line has a gap
 */
public record Series(String name, List<Point> points) {

  public Series {
    points = List.copyOf(points);
  }
}
