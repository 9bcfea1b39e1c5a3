// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.OpenFiles;
import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Leases on the credential in a file: a file, or a directory with the files {@code username} and
 * {@code password}, that another program keeps fresh. Nothing is made, renewed or revoked by it.
 * Safe for use by many threads. A read takes some milliseconds, up to three seconds while the file
 * is being written, and some ten seconds more where the volume hangs.
 *
 * <pre>{@code
 * LeaseSource source = CredentialFileSource.of(file, new DetectedFormat(), drain, margin, clock)
 *     .watchedBy("orders", Duration.ofSeconds(1), listener);
 * CredentialRotator rotator = new CredentialRotator("orders", policy, source, ...);
 * source.watch(rotator::sourceChanged);
 * }</pre>
 */
public final class CredentialFileSource implements LeaseSource {

  /** Stands in for the end of a lease of which none is known: a century. */
  private static final Duration NO_END = Duration.ofDays(36_500);

  private static final String SET_BACK =
      " by the time that has gone by. The clock was set back meanwhile";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final File file;
  private final TextFormat format;
  private final Duration drain;
  private final Duration margin;
  private final LeaseClock clock;
  private final SettledReader reader;
  private final RemainingTime remaining;
  private @Nullable FileWatch watch;

  private volatile boolean begun;

  /** When the file was last written to, in milliseconds since 1970; null while none can be read. */
  private volatile @Nullable Long writtenMillis;

  /**
   * The credential that the rotation was given last. The watch compares the file's credential with
   * it.
   */
  private volatile @Nullable ParsedCredential handedOut;

  CredentialFileSource(
      File file,
      TextFormat format,
      Duration drain,
      Duration margin,
      LeaseClock clock,
      Runnable pause) {
    this.file = file;
    this.format = format;
    this.drain = drain;
    this.margin = margin;
    this.clock = clock;
    this.reader = new SettledReader(new ContentReader(file), clock, pause);
    this.remaining = new RemainingTime(margin);
  }

  /**
   * Makes a source that has not read the file yet.
   *
   * @param file the file or the directory
   * @param drain the time for which connections may be used after their credential has left a file
   *     that names no end
   * @param margin the time before its end at which a credential becomes useless
   */
  public static CredentialFileSource of(
      File file, TextFormat format, Duration drain, Duration margin, LeaseClock clock) {
    OpenFiles.noteLimit();
    return new CredentialFileSource(
        file, format, drain, margin, clock, () -> LockSupport.parkNanos(PAUSE_NANOS));
  }

  /**
   * Has {@link #watch} look for changes.
   *
   * @param binding the binding's name, for the name of the thread
   * @param poll the longest wait between two looks
   */
  public CredentialFileSource watchedBy(
      String binding, Duration poll, CredentialFileListener listener) {
    watch = new FileWatch(this, binding, poll, listener);
    return this;
  }

  @Override
  public Lease fetch() throws LeaseException {
    return lease(handOut());
  }

  /** Refuses to hand out the credential in use once more, as it would be of no use. */
  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    ParsedCredential read = handOut();
    Lease lease = lease(read);
    ClockReading now = clock.now();
    if (lease.credential().equals(inUse.credential())
        && lease.remaining(now).minus(inUse.remaining(now)).getSeconds() < 1) {
      throw new LeaseException(
          LeaseException.Kind.UNAVAILABLE,
          origin(read.modifiedMillis())
              + ", holds the credential that is in use, and none that lasts longer; check the"
              + " program that writes the file");
    }
    return lease;
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    return lease(handOut());
  }

  /** Leaves the credential alone: the program that wrote the file revokes it. */
  @Override
  public void revoke(Lease lease) {}

  @Override
  public void watch(Runnable changed) {
    if (watch != null) {
      watch.start(changed);
    }
  }

  @Override
  public boolean look() {
    if (watch != null) {
      watch.wake();
    }
    return true;
  }

  @Override
  public String remark() {
    Long written = writtenMillis;
    if (written == null) {
      return "";
    }
    long age = Math.max(0, clock.now().wallMillis() - written);
    return "file " + file + " was last written to " + age / 1_000 + " s ago";
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  File file() {
    return file;
  }

  /** Returns whether there is a credential of this file that may be in use. */
  boolean hasHandedOut() {
    return begun;
  }

  /** Returns whether a credential is the last that was handed out. */
  boolean isHandedOut(ParsedCredential credential) {
    return credential.equals(handedOut);
  }

  /** Reads the file's present credential; throws with a sentence that begins with the file. */
  ParsedCredential read() throws LeaseException {
    try {
      return ParsedCredential.of(content(), format);
    } catch (UnfitFileException e) {
      throw new LeaseException(
          LeaseException.Kind.UNAVAILABLE, "file " + file + " " + e.getMessage(), e);
    }
  }

  private FileContent content() throws UnfitFileException {
    try {
      FileContent content = reader.read();
      writtenMillis = content.modifiedMillis();
      return content;
    } catch (UnfitFileException e) {
      writtenMillis = null;
      throw e;
    }
  }

  private ParsedCredential handOut() throws LeaseException {
    ParsedCredential credential = read();
    handedOut = credential;
    begun = true;
    return credential;
  }

  private Lease lease(ParsedCredential read) throws LeaseException {
    ClockReading now = clock.now();
    Long end = read.endMillis();
    if (end == null) {
      return lease(read, now, NO_END).withoutKnownEnd(drain);
    }
    Duration byWallClock = within(NO_END, end - now.wallMillis());
    Duration lasts = remaining.of(read, byWallClock, now);
    if (lasts.compareTo(margin) <= 0) {
      boolean setBack = byWallClock.minus(lasts).getSeconds() >= 1; // Both clocks drift a little.
      throw ended(read, end, setBack ? SET_BACK : "");
    }
    return lease(read, now, lasts);
  }

  private Lease lease(ParsedCredential read, ClockReading now, Duration lasts) {
    String id = read.leaseId().isEmpty() ? file + "#" + read.modifiedMillis() : read.leaseId();
    return new Lease(id, read.credential(), now, lasts, true, false)
        .readFrom(origin(read.modifiedMillis()));
  }

  private LeaseException ended(ParsedCredential read, long end, String how) {
    return new LeaseException(
        LeaseException.Kind.INVALID,
        origin(read.modifiedMillis())
            + ", holds the credential of "
            + read.credential().username()
            + ", which ends at "
            + time(end)
            + ": not later than leasehold.margin ("
            + margin.toMillis()
            + " ms) from now"
            + how
            + ". Check the program that writes the file, and the clocks of both machines");
  }

  /** A file may name any year, and a count of nanoseconds holds some 292 years. */
  private static Duration within(Duration longest, long millis) {
    return Duration.ofMillis(Math.min(millis, longest.toMillis()));
  }

  private String origin(long modifiedMillis) {
    return "file " + file + ", written at " + time(modifiedMillis);
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public String toString() {
    return "credentials in " + file;
  }
}
