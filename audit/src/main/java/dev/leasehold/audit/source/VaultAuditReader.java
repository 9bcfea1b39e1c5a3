// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the entries of Vault's file or socket audit device. */
public final class VaultAuditReader implements LineReader {

  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)");
  private static final Pattern REVOKED_LEASE =
      Pattern.compile("sys/(?:leases/)?revoke/(.+)", Pattern.DOTALL);
  private static final String HASHED = "hmac-sha256:";

  private final JsonFactory factory = new JsonFactory();
  private final Fingerprints fingerprints = new Fingerprints();
  private final RowWriter requests;
  private final RowWriter responses;
  private long sequence;

  /** Makes a reader that fills the tables. */
  public VaultAuditReader(LogTables tables) throws SQLException {
    requests = tables.writer("source_vault_request");
    responses = tables.writer("source_vault_response");
  }

  @Override
  public @Nullable LineProblem line(byte[] bytes, int offset, int length) throws SQLException {
    VaultEntry entry;
    try (JsonParser json = factory.createParser(bytes, offset, length)) {
      entry = VaultEntry.read(json);
    } catch (IOException e) {
      return LineProblem.UNREADABLE;
    }
    Long request = Fingerprints.key(entry.requestId);
    Long at = millis(entry.time);
    if (request == null || entry.type == null) {
      return LineProblem.UNREADABLE;
    }
    if (at == null) {
      return LineProblem.NO_TIME;
    }
    if (entry.type.equals("request")) {
      requests.row(at, request);
    } else if (entry.type.equals("response")) {
      response(entry, at, request);
    } else {
      return LineProblem.UNREADABLE;
    }
    return null;
  }

  private void response(VaultEntry entry, Long at, Long request) throws SQLException {
    VaultEntry.Auth auth = entry.newAuth.accessor == null ? entry.auth : entry.newAuth;
    String path = entry.path == null ? "" : entry.path;
    String kind = kind(path, entry);
    String lease = kind.equals("revoke") ? revoked(path, entry) : plain(entry.leaseId);
    boolean isLogin = kind.equals("login");
    boolean isShown = isLogin || kind.equals("creds");
    Account account = account(auth);
    responses.row(
        sequence++,
        at,
        request,
        isShown ? entry.requestId : null,
        kind,
        isShown ? path : null,
        entry.address,
        Fingerprints.key(entry.accessor == null ? auth.accessor : entry.accessor),
        isLogin ? Fingerprints.key(auth.accessor) : null,
        millis(auth.issued),
        auth.displayName,
        account.namespace(),
        account.name(),
        auth.role,
        auth.pod,
        auth.podUid,
        entry.failed,
        lease,
        lease == null || !kind.equals("creds") ? null : fingerprints.lease(lease),
        kind.equals("creds") ? entry.username : null,
        Fingerprints.key(entry.requestLease));
  }

  private static String kind(String path, VaultEntry entry) {
    if (entry.newAuth.accessor != null && path.startsWith("auth/")) {
      return path.startsWith("auth/token/renew") ? "token-renew" : "login";
    }
    if (path.equals("auth/token/revoke-self")) {
      return "token-revoke";
    }
    if (path.startsWith("sys/")) {
      return leaseCall(path);
    }
    // Other engines have creds paths, too. An old Vault does not say of which type a mount is.
    boolean isDatabase = entry.mountType == null || entry.mountType.equals("database");
    boolean isCreds = path.contains("/creds/") && "read".equals(entry.operation);
    return isDatabase && isCreds ? "creds" : "other";
  }

  /** The calls of one lease, and not {@code revoke-prefix} or {@code revoke-force}. */
  private static String leaseCall(String path) {
    String call = path.substring(path.startsWith("sys/leases/") ? "sys/leases/".length() : 4);
    if (call.equals("renew") || call.startsWith("renew/")) {
      return "renew";
    }
    return call.equals("revoke") || call.startsWith("revoke/") ? "revoke" : "other";
  }

  private static @Nullable String revoked(String path, VaultEntry entry) {
    Matcher inPath = REVOKED_LEASE.matcher(path);
    return inPath.matches() ? inPath.group(1) : plain(entry.requestLease);
  }

  private static @Nullable String plain(@Nullable String value) {
    return value == null || value.startsWith(HASHED) ? null : value;
  }

  private record Account(@Nullable String namespace, @Nullable String name) {}

  /** The account of Kubernetes auth's metadata, or of the subject that jwt auth displays. */
  private static Account account(VaultEntry.Auth auth) {
    if (auth.accountName != null || auth.displayName == null) {
      return new Account(auth.accountNamespace, auth.accountName);
    }
    if (!auth.displayName.contains("system:serviceaccount:")) {
      return new Account(null, null);
    }
    Matcher subject = ACCOUNT.matcher(auth.displayName);
    return subject.find()
        ? new Account(subject.group(1), subject.group(2))
        : new Account(null, null);
  }

  private static @Nullable Long millis(@Nullable String time) {
    try {
      return time == null ? null : Instant.parse(time).toEpochMilli();
    } catch (DateTimeException e) {
      return offsetMillis(time);
    }
  }

  /** An audit device in another time zone than UTC writes an offset. */
  private static @Nullable Long offsetMillis(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
