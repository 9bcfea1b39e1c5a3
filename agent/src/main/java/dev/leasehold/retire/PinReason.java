// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The reason for which a connection stays on its old session, as far as metrics tell; a sentence
 * tells more.
 */
public enum PinReason {
  /** The session holds a lock of its own. */
  LOCK,
  /** It listens for notifications. */
  LISTEN,
  /** It has temporary objects. */
  TEMPORARY,
  /** It has a cursor that outlives its transaction. */
  CURSOR,
  /** It has a statement that was prepared in SQL. */
  PREPARED,
  /** A transaction of its role waits for its second phase. */
  TWOPHASE,
  /** The application has set another role or session authorization. */
  ROLE,
  /** It has a setting that cannot be seen, or not be made in a new session. */
  SETTING,
  /** It has executed something that leaves state in a session that nothing shows. */
  STATEMENT,
  /** It is of a kind that is never moved, such as a connection for replication. */
  KIND,
  /** The inside of its driver is not as it is known, or its statements were not seen. */
  DRIVER,
  /** It was in use whenever it was looked at. */
  BUSY,
  /** Its server let the question for its state wait. */
  UNANSWERED,
  /** No new session like the old session was to be had. */
  SESSION;

  private static final Set<PinReason> OF_SESSION_ALONE =
      Collections.unmodifiableSet(EnumSet.of(LOCK, LISTEN, TEMPORARY, CURSOR, PREPARED, ROLE));

  private static final List<String> LABELS =
      Collections.unmodifiableList(
          Arrays.stream(values()).map(PinReason::label).collect(Collectors.toList()));

  /** Returns whether nothing ends it but a statement of the session itself. */
  public boolean isOfSessionAlone() {
    return OF_SESSION_ALONE.contains(this);
  }

  /** Returns the label that metrics give it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns all labels. */
  public static List<String> labels() {
    return LABELS;
  }
}
