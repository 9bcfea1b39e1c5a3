// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo.picture;

/**
 * A value at a time.
 *
 * @param at seconds since the begin of the picture
 * @param value the value; finite
 */
public record Point(double at, double value) {}
