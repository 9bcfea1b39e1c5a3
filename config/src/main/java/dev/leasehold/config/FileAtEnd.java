// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** What becomes of a file when its lease has ended. */
enum FileAtEnd {
  REMOVE,
  EMPTY
}
