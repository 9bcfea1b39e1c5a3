// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import dev.leasehold.audit.source.VaultEntry.EntryField;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of wrapped answers: of the answer, of the request that takes it out, and of requests
 * with a wrapping token that Vault refuses.
 */
final class WrappingRows {

  /** The path whose answer is a wrapped answer. */
  static final String UNWRAP = "sys/wrapping/unwrap";

  /** Its answer is the same content, in the wrapping of a new token. */
  private static final String REWRAP = "sys/wrapping/rewrap";

  private static final String LOOKUP = "sys/wrapping/lookup";

  /** Each of them uses the wrapping token up. */
  private static final Set<String> TAKING = Set.of(UNWRAP, REWRAP, "cubbyhole/response");

  /** {@code ErrInvalidWrappingToken} of Vault 1.21, in {@code sdk/helper/consts/error.go}. */
  private static final String REFUSED = "wrapping token is not valid or does not exist";

  /** Paths whose answer has a lease, the password of a static role, or a new token. */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "auth/.+/login(?:/.+)?|auth/token/create(?:-orphan|/.+)?|.+/(?:static-)?creds/.+",
          Pattern.DOTALL);

  /**
   * The begin of the paths whose answer has the new token of a token. No accessor tells such
   * answers: a batch token lacks it, and the {@code secret_id} of AppRole has it.
   */
  private static final String TOKEN = "auth/token/create";

  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
  private static final long MILLIS = 1000;

  private final VaultEntry entry;
  private final Fingerprints fingerprints;
  private final RowWriter rows;

  WrappingRows(LogTables tables, VaultEntry entry, Fingerprints fingerprints) throws SQLException {
    this.entry = entry;
    this.fingerprints = fingerprints;
    rows = tables.writer("source_wrapping");
  }

  /** Takes an entry of a request. Where Vault refuses the wrapping token there is no other. */
  void asked(long at, Long request) throws SQLException {
    if (REFUSED.equals(entry.get(EntryField.ERROR))) {
      boolean isLookup = LOOKUP.equals(entry.get(EntryField.PATH));
      later(at, request, isLookup ? "lookup refused" : "refused");
    }
  }

  /**
   * Takes an entry of an answer.
   *
   * @param isCredential whether the answer, wrapped or not, has a credential or is that to a login
   */
  void answered(long at, Long request, boolean isCredential) throws SQLException {
    String path = entry.get(EntryField.PATH);
    if (path == null || entry.isFailed()) {
      return;
    }
    String wrapping = entry.get(EntryField.WRAPPING);
    if (wrapping != null && (isCredential || path.startsWith(TOKEN) || isRewrapped(path))) {
      rows.row(
          at,
          request,
          entry.get(EntryField.REQUEST_ID),
          "wrapped",
          fingerprints.of(wrapping),
          path.equals(REWRAP) ? entry.get(EntryField.WRAPPING_PATH) : path,
          entry.get(EntryField.ADDRESS),
          null,
          null,
          endsAt(at));
    }
    if (TAKING.contains(path)) {
      later(at, request, "taken");
    }
  }

  /** The entry does not say to which engine the path of the first answer belongs. */
  private boolean isRewrapped(String path) {
    String first = entry.get(EntryField.WRAPPING_PATH);
    return path.equals(REWRAP) && first != null && CREDENTIAL.matcher(first).matches();
  }

  private @Nullable Long endsAt(long at) {
    String ttl = entry.get(EntryField.WRAPPING_TTL);
    return ttl != null && SECONDS.matcher(ttl).matches()
        ? (Long) (at + Long.parseLong(ttl) * MILLIS)
        : null;
  }

  private void later(long at, Long request, String event) throws SQLException {
    Long wrapping = fingerprints.of(entry.unwrapping());
    if (wrapping != null) {
      rows.row(
          at,
          request,
          null,
          event,
          wrapping,
          null,
          entry.get(EntryField.ADDRESS),
          entry.token().displayName(),
          entry.plain(EntryField.LEASE_ID),
          null);
    }
  }
}
