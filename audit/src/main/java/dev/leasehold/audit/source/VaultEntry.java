// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of one entry of Vault's audit log that the audit needs. Other fields are passed over,
 * the passwords among them. Field names are Vault 1.21's ({@code audit/types.go}); a field that is
 * not there is null.
 */
final class VaultEntry {

  /** The fields of an entry. */
  enum EntryField {
    TYPE,
    TIME,
    ERROR,
    REQUEST_ID,
    OPERATION,
    PATH,
    MOUNT_TYPE,
    ADDRESS,
    CORRELATION_ID,
    ACCESSOR,
    REQUEST_LEASE,
    REQUEST_TOKEN,
    ANSWER_MOUNT_TYPE,
    LEASE_ID,
    USERNAME,
    ANSWER_ERROR,
    WRAPPING,
    WRAPPING_TTL,
    WRAPPING_PATH,
    WRAPPED_ACCESSOR,
    AUTH_ACCESSOR,
    AUTH_NAME,
    AUTH_ISSUED,
    AUTH_ROLE,
    AUTH_NAMESPACE,
    AUTH_ACCOUNT,
    AUTH_POD,
    AUTH_POD_UID,
    AUTH_TOKEN,
    AUTH_TYPE,
    NEW_ACCESSOR,
    NEW_NAME,
    NEW_ISSUED,
    NEW_ROLE,
    NEW_NAMESPACE,
    NEW_ACCOUNT,
    NEW_POD,
    NEW_POD_UID,
    NEW_TOKEN,
    NEW_TYPE
  }

  /**
   * The owner of a token.
   *
   * @param key tells the token from others: its accessor, or the hash of a batch token, which has
   *     no accessor
   * @param issued when the token was made
   * @param accountNamespace of the service account, as the metadata say it
   * @param accountName of the service account, as the metadata say it
   */
  record Auth(
      @Nullable String key,
      @Nullable String displayName,
      @Nullable String issued,
      @Nullable String role,
      @Nullable String accountNamespace,
      @Nullable String accountName,
      @Nullable String pod,
      @Nullable String podUid) {}

  private static final String HASHED = "hmac-sha256:";
  private static final String BATCH = "batch";
  private static final Pattern LOGIN = Pattern.compile("auth/.+/login(?:/.+)?", Pattern.DOTALL);

  private final JsonValues values =
      new JsonValues(
          EntryField.values().length,
          JsonValues.Name.of("auth", auth(EntryField.AUTH_ACCESSOR)),
          JsonValues.Name.of("error", EntryField.ERROR),
          JsonValues.Name.of(
              "request",
              JsonValues.Name.of("id", EntryField.REQUEST_ID),
              JsonValues.Name.of("operation", EntryField.OPERATION),
              JsonValues.Name.of("path", EntryField.PATH),
              JsonValues.Name.of("mount_type", EntryField.MOUNT_TYPE),
              JsonValues.Name.of("remote_address", EntryField.ADDRESS),
              JsonValues.Name.of(
                  "headers",
                  JsonValues.Name.firstOf("x-correlation-id", EntryField.CORRELATION_ID)),
              JsonValues.Name.of("client_token_accessor", EntryField.ACCESSOR),
              JsonValues.Name.of(
                  "data",
                  JsonValues.Name.of("lease_id", EntryField.REQUEST_LEASE),
                  JsonValues.Name.of("token", EntryField.REQUEST_TOKEN))),
          JsonValues.Name.of(
              "response",
              JsonValues.Name.of("auth", auth(EntryField.NEW_ACCESSOR)),
              JsonValues.Name.of("mount_type", EntryField.ANSWER_MOUNT_TYPE),
              JsonValues.Name.of("secret", JsonValues.Name.of("lease_id", EntryField.LEASE_ID)),
              JsonValues.Name.of(
                  "data",
                  JsonValues.Name.of("username", EntryField.USERNAME),
                  JsonValues.Name.of("error", EntryField.ANSWER_ERROR)),
              JsonValues.Name.of(
                  "wrap_info",
                  JsonValues.Name.of("token", EntryField.WRAPPING),
                  JsonValues.Name.of("ttl", EntryField.WRAPPING_TTL),
                  JsonValues.Name.of("creation_path", EntryField.WRAPPING_PATH),
                  JsonValues.Name.of("wrapped_accessor", EntryField.WRAPPED_ACCESSOR))),
          JsonValues.Name.of("time", EntryField.TIME),
          JsonValues.Name.of("type", EntryField.TYPE));

  /** The fields of an auth object; their places follow that of the accessor. */
  private static JsonValues.Name[] auth(EntryField accessor) {
    EntryField[] places = EntryField.values();
    int first = accessor.ordinal();
    return new JsonValues.Name[] {
      JsonValues.Name.of("accessor", accessor),
      JsonValues.Name.of("display_name", places[first + 1]),
      JsonValues.Name.of("token_issue_time", places[first + 2]),
      JsonValues.Name.of(
          "metadata",
          JsonValues.Name.of("role", places[first + 3]),
          JsonValues.Name.of("service_account_namespace", places[first + 4]),
          JsonValues.Name.of("service_account_name", places[first + 5]),
          JsonValues.Name.of("pod", places[first + 6]),
          JsonValues.Name.of("pod_uid", places[first + 7])),
      JsonValues.Name.of("client_token", places[first + 8]),
      JsonValues.Name.of("token_type", places[first + 9])
    };
  }

  /** Takes the next bytes of the entry. */
  void add(byte[] bytes, int offset, int length) {
    values.add(bytes, offset, length);
  }

  /** Returns whether all bytes since the last end were one object, whose fields are here then. */
  boolean end() {
    return values.end();
  }

  @Nullable String get(EntryField field) {
    return values.get(field);
  }

  /** Returns a value that Vault has not hashed; null for a hash. */
  @Nullable String plain(EntryField field) {
    String value = get(field);
    return value == null || value.startsWith(HASHED) ? null : value;
  }

  /**
   * Returns whether Vault refused it; an engine refuses a role that it does not have in the answer.
   */
  boolean isFailed() {
    return get(EntryField.ERROR) != null || get(EntryField.ANSWER_ERROR) != null;
  }

  /** Returns the type of the mount that the request went to; an old Vault does not say it. */
  @Nullable String mountType() {
    String type = get(EntryField.MOUNT_TYPE);
    return type == null ? get(EntryField.ANSWER_MOUNT_TYPE) : type;
  }

  /** Returns the token of the request. */
  Auth token() {
    return token(EntryField.AUTH_ACCESSOR);
  }

  /**
   * Returns the token that the answer to a login has; its key is null where the answer has no
   * token. Where the answer is wrapped, the entry has the token in the place of the request's.
   */
  Auth newToken() {
    String wrapped = get(EntryField.WRAPPED_ACCESSOR);
    boolean isOfLogin =
        wrapped == null ? isWrappedLogin() : wrapped.equals(get(EntryField.AUTH_ACCESSOR));
    return token(isOfLogin ? EntryField.AUTH_ACCESSOR : EntryField.NEW_ACCESSOR);
  }

  /** A batch token has no accessor that could say so. A login is sent without a token. */
  private boolean isWrappedLogin() {
    String path = get(EntryField.PATH);
    return get(EntryField.WRAPPING) != null
        && get(EntryField.ACCESSOR) == null
        && "update".equals(get(EntryField.OPERATION))
        && BATCH.equals(get(EntryField.AUTH_TYPE))
        && path != null
        && LOGIN.matcher(path).matches();
  }

  /** Returns the hash of the token that takes a wrapped answer out: in the request or its own. */
  @Nullable String unwrapping() {
    String given = get(EntryField.REQUEST_TOKEN);
    return given == null ? get(EntryField.AUTH_TOKEN) : given;
  }

  private Auth token(EntryField accessor) {
    EntryField[] places = EntryField.values();
    int first = accessor.ordinal();
    String known = get(accessor);
    return new Auth(
        known == null && BATCH.equals(get(places[first + 9])) ? get(places[first + 8]) : known,
        get(places[first + 1]),
        get(places[first + 2]),
        get(places[first + 3]),
        get(places[first + 4]),
        get(places[first + 5]),
        get(places[first + 6]),
        get(places[first + 7]));
  }
}
