// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

/**
 * What came of killing the sidecar.
 *
 * @param rolesMade how many roles were made until the next sidecar had taken over
 */
record TakeOver(int rolesMade) {}
