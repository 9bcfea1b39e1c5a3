// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The times at which a binding's credential is awaited, renewed, replaced and given up. */
public final class RotationSettings {

  /** Below it a rehearsal shows nothing but how fast the database makes roles. */
  private static final Duration SHORTEST_REHEARSAL = Duration.ofSeconds(1);

  private final Duration firstCredentialTimeout;
  private final Duration margin;
  private final double renewAt;
  private final @Nullable Duration rotateAfter;
  private final @Nullable Duration rehearse;
  private final int probeTargets;

  RotationSettings(SettingReader reader) {
    this.firstCredentialTimeout = reader.duration(Setting.FIRST_CREDENTIAL_TIMEOUT);
    this.margin = reader.duration(Setting.MARGIN);
    this.renewAt = reader.fraction(Setting.RENEW_AT);
    this.rotateAfter = reader.optionalDuration(Setting.ROTATE_AFTER);
    this.rehearse = reader.optionalDuration(Setting.REHEARSE);
    this.probeTargets = reader.count(Setting.PROBE_TARGETS);
    requireOverMargin(reader, Setting.ROTATE_AFTER, rotateAfter);
    requireOverMargin(reader, Setting.REHEARSE, rehearse);
    if (rehearse != null && rehearse.compareTo(SHORTEST_REHEARSAL) < 0) {
      reader.problem(
          Setting.REHEARSE,
          DurationText.format(rehearse)
              + " is below "
              + DurationText.format(SHORTEST_REHEARSAL)
              + ", and each rehearsal makes a role in the database; write a longer duration");
    }
    if (rotateAfter != null && rehearse != null && rehearse.compareTo(rotateAfter) >= 0) {
      reader.problem(
          Setting.REHEARSE,
          DurationText.format(rehearse)
              + " is not below the "
              + DurationText.format(rotateAfter)
              + " of "
              + reader.where(Setting.ROTATE_AFTER)
              + ", so it would never happen; write a shorter duration or remove it");
    }
  }

  private void requireOverMargin(
      SettingReader reader, Setting setting, @Nullable Duration duration) {
    if (duration != null && duration.compareTo(margin) <= 0) {
      reader.problem(
          setting,
          DurationText.format(duration)
              + " is not over the margin of "
              + DurationText.format(margin)
              + " ("
              + reader.where(Setting.MARGIN)
              + "); write a longer duration or a smaller margin");
    }
  }

  /** Returns how long the first connection waits for the first credential. */
  public Duration firstCredentialTimeout() {
    return firstCredentialTimeout;
  }

  /** Returns how long before the end of its lease a connection is aborted. */
  public Duration margin() {
    return margin;
  }

  /** Returns the fraction of the lease's duration after which it is renewed, 0.1 to 0.9. */
  public double renewAt() {
    return renewAt;
  }

  /** Returns the greatest age of a credential; null when only the lease ends it. */
  public @Nullable Duration rotateAfter() {
    return rotateAfter;
  }

  /** Returns how many targets a new credential is tried on at most, 1 to 64. */
  public int probeTargets() {
    return probeTargets;
  }

  /** Returns how often to rotate as a rehearsal; null for never. */
  public @Nullable Duration rehearse() {
    return rehearse;
  }
}
