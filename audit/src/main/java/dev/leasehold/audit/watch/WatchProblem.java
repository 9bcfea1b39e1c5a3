// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

/**
 * What does not work, though the service goes on.
 *
 * @param reason what {@code /readyz} says: it does not change while it lasts
 * @param message what is told once, with the cause
 */
record WatchProblem(String reason, String message) {}
