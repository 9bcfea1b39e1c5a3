// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

/**
 * A problem that does not stop the service.
 *
 * @param reason what {@code /readyz} says: it does not change while it lasts
 * @param message what is told once, with the cause
 */
record WatchProblem(String reason, String message) {}
