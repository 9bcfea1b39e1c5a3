// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

/** The treatment of a file whose lease has ended. */
enum FileAtEnd {
  REMOVE,
  EMPTY
}
