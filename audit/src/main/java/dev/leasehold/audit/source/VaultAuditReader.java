// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import dev.leasehold.audit.source.VaultEntry.Auth;
import dev.leasehold.audit.source.VaultEntry.EntryField;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the entries of Vault's file or socket audit device. */
public final class VaultAuditReader implements LineReader {

  private static final Pattern REVOKED_LEASE =
      Pattern.compile("sys/(?:leases/)?revoke/(.+)", Pattern.DOTALL);

  /** Of a new role, which has a lease, or of a static role, which has none. */
  private static final Pattern CREDENTIAL = Pattern.compile("/(?:static-)?creds/");

  /** The answer to a request for a lease, which was wrapped before. */
  private static final String UNWRAP = "unwrap";

  /** A stream, whose answer comes when its client goes. */
  private static final String MONITOR = "sys/monitor";

  /**
   * Paths whose requests Vault 1.21 writes without an answer: {@code ha.go} and {@code core.go} of
   * the package {@code vault}, and the probe of a new device in {@code audit.go}.
   */
  private static final Set<String> UNANSWERED =
      Set.of("sys/step-down", "sys/seal", "sys/audit/test", MONITOR);

  private final VaultEntry entry = new VaultEntry();
  private final Fingerprints fingerprints;
  private final RowWriter requests;
  private final RowWriter responses;
  private final WrappingRows wrappings;
  private long sequence;

  /**
   * Makes a reader that fills the tables.
   *
   * @param sequence the number of the first entry; numbers tell repeated entries apart
   */
  public VaultAuditReader(LogTables tables, long sequence, FingerprintKey key) throws SQLException {
    this.sequence = sequence;
    fingerprints = new Fingerprints(key);
    requests = tables.writer("source_vault_request");
    responses = tables.writer("source_vault_response");
    wrappings = new WrappingRows(tables, entry, fingerprints);
  }

  @Override
  public void piece(byte[] bytes, int offset, int length) {
    entry.add(bytes, offset, length);
  }

  @Override
  public @Nullable LineProblem endOfLine() throws SQLException {
    boolean isEntry = entry.end();
    Long request = fingerprints.of(entry.get(EntryField.REQUEST_ID));
    String type = entry.get(EntryField.TYPE);
    if (!isEntry || request == null || type == null) {
      return LineProblem.UNREADABLE;
    }
    Long at = Rfc3339.millis(entry.get(EntryField.TIME));
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    if (type.equals("request")) {
      requests.row(at, request, mayBeAlone());
      wrappings.asked(at, request);
    } else if (type.equals("response")) {
      response(at, request);
    } else {
      return LineProblem.UNREADABLE;
    }
    return null;
  }

  /** A request with an error got nothing, so nothing hides where its answer is missing. */
  private boolean mayBeAlone() {
    return entry.get(EntryField.ERROR) != null
        || UNANSWERED.contains(String.valueOf(entry.get(EntryField.PATH)));
  }

  private void response(Long at, Long request) throws SQLException {
    String requested = entry.get(EntryField.PATH);
    String path = requested == null ? "" : requested;
    Auth made = entry.newToken();
    Auth token = made.key() == null ? entry.token() : made;
    String kind = kind(path, made);
    boolean isLogin = kind.equals("login");
    boolean isCreds = kind.equals("creds");
    boolean isShown = isLogin || isCreds;
    String lease = lease(kind, path);
    boolean hasUsername = isCreds || kind.equals(UNWRAP);
    PodClaim claim = isCreds ? PodClaim.of(entry.get(EntryField.CORRELATION_ID)) : PodClaim.NONE;
    VaultAccount account = account(isLogin, path, token);
    responses.row(
        sequence++,
        at,
        request,
        isShown ? entry.get(EntryField.REQUEST_ID) : null,
        kind,
        isShown ? path : null,
        entry.get(EntryField.ADDRESS),
        fingerprints.of(user(token)),
        isLogin ? fingerprints.of(token.key()) : null,
        Rfc3339.millis(token.issued()),
        token.displayName(),
        account.namespace(),
        account.name(),
        token.role(),
        account.pod(),
        account.podUid(),
        claim.namespace(),
        claim.pod(),
        claim.uid(),
        entry.isFailed(),
        lease,
        hasUsername && lease != null ? fingerprints.lease(lease) : null,
        hasUsername ? entry.get(EntryField.USERNAME) : null,
        fingerprints.of(leaseKey(kind)));
    wrappings.answered(at, request, isShown);
  }

  /**
   * Returns the key that tells the token of the request from others; a login has its new token
   * there.
   */
  private @Nullable String user(Auth token) {
    String accessor = entry.get(EntryField.ACCESSOR);
    return accessor == null ? token.key() : accessor;
  }

  private VaultAccount account(boolean isLogin, String path, Auth token) {
    return isLogin
        ? VaultAccount.ofLogin(path, entry.mountType(), token)
        : VaultAccount.ofToken(token);
  }

  private String kind(String path, Auth made) {
    if (made.key() != null && path.startsWith("auth/")) {
      return path.startsWith("auth/token/renew") ? "token-renew" : "login";
    }
    if (path.equals("auth/token/revoke-self")) {
      return "token-revoke";
    }
    if (path.startsWith("sys/")) {
      return systemCall(path);
    }
    // Other engines have creds paths, too. An old Vault does not say of which type a mount is.
    String mountType = entry.mountType();
    boolean isDatabase = mountType == null || mountType.equals("database");
    boolean isRead = "read".equals(entry.get(EntryField.OPERATION));
    return isDatabase && isRead && CREDENTIAL.matcher(path).find() ? "creds" : "other";
  }

  /** The calls of one lease, and not {@code revoke-prefix} or {@code revoke-force}; a stream. */
  private String systemCall(String path) {
    if (path.equals(MONITOR)) {
      return entry.isFailed() ? "other" : "stream";
    }
    if (path.equals(WrappingRows.UNWRAP)) {
      return entry.plain(EntryField.LEASE_ID) == null ? "other" : UNWRAP;
    }
    String call = path.substring(path.startsWith("sys/leases/") ? "sys/leases/".length() : 4);
    if (call.equals("renew") || call.startsWith("renew/")) {
      return "renew";
    }
    return call.equals("revoke") || call.startsWith("revoke/") ? "revoke" : "other";
  }

  /** The hash that two requests for one lease have in common. */
  private @Nullable String leaseKey(String kind) {
    return switch (kind) {
      case "creds" -> entry.get(EntryField.WRAPPING);
      case UNWRAP -> entry.unwrapping();
      default -> entry.get(EntryField.REQUEST_LEASE);
    };
  }

  private @Nullable String lease(String kind, String path) {
    return kind.equals("revoke") ? revoked(path) : entry.plain(EntryField.LEASE_ID);
  }

  private @Nullable String revoked(String path) {
    Matcher inPath = REVOKED_LEASE.matcher(path);
    return inPath.matches() ? inPath.group(1) : entry.plain(EntryField.REQUEST_LEASE);
  }
}
