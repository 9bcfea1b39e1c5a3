// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/**
 * Rotations and roles.
 *
 * @param rotations changes of the role that nobody forced, since the load began
 * @param wanted how many there had to be
 * @param atOnce the most short-lived roles that were there at once
 * @param left how many were there after the application had ended
 */
record Counts(int rotations, int wanted, int atOnce, int left) {}
