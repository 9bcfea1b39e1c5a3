// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

/** The answer of a target to a credential. */
enum TargetAnswer {
  /** A login was taken. */
  TAKES,
  /** A login was refused, for the credential's sake. */
  REJECTS,
  /** It could not be asked, or has not answered in time. */
  SILENT,
  /** There is no way to ask it. */
  UNTRIED
}
