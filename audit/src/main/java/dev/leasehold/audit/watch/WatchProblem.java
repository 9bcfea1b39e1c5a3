// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

/**
 * A problem that does not stop the service.
 *
 * @param reason the text of {@code /readyz}: it does not change while the problem lasts
 * @param message the text that is reported once, with the cause
 */
record WatchProblem(String reason, String message) {}
