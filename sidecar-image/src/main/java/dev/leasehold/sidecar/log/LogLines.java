// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Makes the text of a line, without its end. */
interface LogLines {

  /** Returns the line; a fault's stack trace belongs to it. */
  String format(String logger, Level level, String message, @Nullable Throwable fault);
}
