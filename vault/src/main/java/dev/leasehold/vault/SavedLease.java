// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.Json;
import dev.leasehold.json.JsonNumber;
import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lease and its token, as one process leaves them to the next process. Immutable. {@link #line}
 * holds the password and the token as they are: the caller that stores it keeps others from reading
 * it.
 */
public final class SavedLease {

  private static final String NOT_ONE = "not the text that a sidecar of this version leaves";

  private final String vault;
  private final String path;
  private final Lease lease;
  private final @Nullable SavedToken token;
  private final @Nullable SavedLease younger;

  /**
   * Makes a saved lease.
   *
   * @param vault which Vault the lease is of
   * @param path where it was read
   * @param token null where the token is in a file that somebody else keeps
   */
  SavedLease(String vault, String path, Lease lease, @Nullable SavedToken token) {
    this(vault, path, lease, token, null);
  }

  private SavedLease(
      String vault,
      String path,
      Lease lease,
      @Nullable SavedToken token,
      @Nullable SavedLease younger) {
    this.vault = vault;
    this.path = path;
    this.lease = lease;
    this.token = token;
    this.younger = younger;
  }

  /** Returns the lease. */
  public Lease lease() {
    return lease;
  }

  /**
   * Returns this lease with the least age that one of the clocks gives it. The wall clock may have
   * been set forward: a lease that has ended by it may live in Vault, and is to be revoked.
   */
  SavedLease youngest() {
    return younger == null ? this : younger;
  }

  @Nullable SavedToken token() {
    return token;
  }

  boolean isAt(String otherPath) {
    return path.equals(otherPath);
  }

  boolean isOf(String otherVault) {
    return vault.equals(otherVault);
  }

  /** Returns all of it as one line of text, secrets as they are. */
  public String line(LeaseClock clock) {
    ClockReading now = clock.now();
    Duration changes = lease.changesAfter();
    JsonObject json =
        new JsonObject()
            .with("vault", vault)
            .with("path", path)
            .with("saved_nanos", clock.nanos())
            .with("saved_ms", now.wallMillis())
            .with("lease_id", lease.id())
            .with("username", lease.credential().username())
            .with("password", lease.credential().password())
            .with("issued_age_ms", now.since(lease.issuedAt()).toMillis())
            .with("age_ms", now.since(lease.grantedAt()).toMillis())
            .with("duration_ms", lease.duration().toMillis())
            .with("renewable", lease.renewable() ? 1 : 0)
            .with("revocable", lease.revocable() ? 1 : 0)
            .with("changes_after_ms", changes == null ? 0 : changes.toMillis());
    SavedToken under = token;
    if (under != null) {
      json.with("token", under.token)
          .with("token_age_ms", now.since(under.grantedAt).toMillis())
          .with("token_life_ms", under.life.toMillis())
          .with("token_full_life_ms", under.fullLife.toMillis())
          .with("token_extendable", under.extendable ? 1 : 0);
    }
    try {
      return new String(json.bytes(), StandardCharsets.UTF_8);
    } catch (IOException memoryDoesNotFail) {
      throw new IllegalStateException(memoryDoesNotFail);
    }
  }

  /**
   * Reads a line of {@link #line}, in a process of the same machine. The lease's age is the larger
   * of the ages by the wall clock and by the monotonic clock.
   *
   * @throws IOException when the text is something else; its message holds nothing of it
   */
  public static SavedLease read(String line, LeaseClock clock) throws IOException {
    Map<String, @Nullable Object> json;
    try {
      json = Json.object(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notJson) {
      throw new IOException(NOT_ONE);
    }
    Duration wall = since("saved_ms", json, clock.wallMillis(), TimeUnit.MILLISECONDS);
    Duration monotonic = since("saved_nanos", json, clock.nanos(), TimeUnit.NANOSECONDS);
    boolean wallIsLonger = wall.compareTo(monotonic) > 0;
    SavedLease younger = read(json, clock, wallIsLonger ? monotonic : wall, null);
    return read(json, clock, wallIsLonger ? wall : monotonic, younger);
  }

  private static SavedLease read(
      Map<String, @Nullable Object> json,
      LeaseClock clock,
      Duration since,
      @Nullable SavedLease younger)
      throws IOException {
    Duration duration = millis(json, "duration_ms");
    if (duration.isZero() || duration.isNegative()) {
      throw new IOException(NOT_ONE);
    }
    Lease lease =
        new Lease(
                text(json, "lease_id"),
                new Credential(text(json, "username"), Secret.of(text(json, "password"))),
                before(clock, since.plus(millis(json, "age_ms"))),
                duration,
                number(json, "renewable") == 1,
                number(json, "revocable") == 1)
            .issued(before(clock, since.plus(millis(json, "issued_age_ms"))));
    Duration changes = millis(json, "changes_after_ms");
    return new SavedLease(
        text(json, "vault"),
        text(json, "path"),
        changes.isZero() ? lease : lease.changingAfter(changes),
        json.get("token") == null ? null : token(json, clock, since),
        younger);
  }

  private static SavedToken token(
      Map<String, @Nullable Object> json, LeaseClock clock, Duration since) throws IOException {
    return new SavedToken(
        Secret.of(text(json, "token")),
        before(clock, since.plus(millis(json, "token_age_ms"))),
        millis(json, "token_life_ms"),
        millis(json, "token_full_life_ms"),
        number(json, "token_extendable") == 1);
  }

  /**
   * Returns the time since it was saved, by one of the clocks. The monotonic clock counts from the
   * start of the machine on Linux, in every process alike.
   */
  private static Duration since(
      String name, Map<String, @Nullable Object> json, long now, TimeUnit unit) throws IOException {
    return Duration.ofNanos(Math.max(0, unit.toNanos(now - number(json, name))));
  }

  private static ClockReading before(LeaseClock clock, Duration age) {
    return new ClockReading(clock.nanos() - age.toNanos(), clock.wallMillis() - age.toMillis());
  }

  private static String text(Map<String, @Nullable Object> json, String name) throws IOException {
    Object value = json.get(name);
    if (value instanceof String) {
      return (String) value;
    }
    throw new IOException(NOT_ONE);
  }

  private static Duration millis(Map<String, @Nullable Object> json, String name)
      throws IOException {
    return Duration.ofMillis(number(json, name));
  }

  private static long number(Map<String, @Nullable Object> json, String name) throws IOException {
    Object value = json.get(name);
    Long whole = value instanceof JsonNumber ? ((JsonNumber) value).whole() : null;
    if (whole == null) {
      throw new IOException(NOT_ONE);
    }
    return whole;
  }

  /** Returns the description of the lease; no secret. */
  @Override
  public String toString() {
    return "saved " + lease;
  }
}
