// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

/**
 * An event at a time, shown in all charts.
 *
 * @param from seconds since the begin of the picture
 * @param to when it was over; the same for a moment
 * @param text the event in a word or two
 */
public record Mark(double from, double to, String text) {}
