// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/**
 * The result of killing the sidecar.
 *
 * @param rolesMade how many roles were made until the next sidecar had taken over
 */
record TakeOver(int rolesMade) {}
