// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

/** The command ends here, with a message of one line. */
final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  private final AuditStatus status;

  AuditException(AuditStatus status, String message) {
    super(message);
    this.status = status;
  }

  AuditStatus status() {
    return status;
  }
}
