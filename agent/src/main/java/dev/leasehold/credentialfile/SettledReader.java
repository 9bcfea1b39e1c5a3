// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.LeaseClock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads content that nobody is writing at the time. Content that cannot be half of a credential
 * counts at once. Other content counts when it has stood still for long enough. Safe for use by
 * many threads.
 *
 * <p>No call of Java tells whether another process has a file open for writing. Its watch service
 * does not tell when a file is closed (inotify's {@code IN_CLOSE_WRITE}).
 */
final class SettledReader {

  /** For a text with its end, in the file that was read before: it may be old in parts. */
  private static final long QUIET_MILLIS = 100;

  /** For a text that may be half of a value, or one file of two. */
  private static final long LONG_QUIET_MILLIS = 1_000;

  /** A file of this age is settled; some file systems count in two seconds. */
  private static final long OLD_MILLIS = 2_000;

  private static final long BOUND_MILLIS = 3_000;

  private final ContentReader reader;
  private final LeaseClock clock;
  private final Runnable pause;
  private volatile @Nullable Seen last;

  /**
   * Makes a reader.
   *
   * @param pause waits between two reads
   */
  SettledReader(ContentReader reader, LeaseClock clock, Runnable pause) {
    this.reader = reader;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Reads the present content, within some seconds. Throws as {@link ContentReader#read} does, and
   * when the content does not settle.
   */
  FileContent read() throws UnfitFileException {
    long begun = clock.nanos();
    FileContent content = readAgainIfUnfit();
    long still = clock.nanos();
    long readAt = still;
    while (!isSettled(content, still, readAt)) {
      if (readAt - begun > nanos(BOUND_MILLIS)) {
        throw new UnfitFileException(
            "changed again and again for "
                + BOUND_MILLIS
                + " ms while it was read; have it written at once");
      }
      pause.run();
      readAt = clock.nanos();
      FileContent again = reader.read();
      still = again.isSameAs(content) ? still : clock.nanos();
      content = again;
    }
    last = new Seen(content, readAt);
    return content;
  }

  /** The target of a link may just be replaced: a link is exchanged, and then the old files go. */
  private FileContent readAgainIfUnfit() throws UnfitFileException {
    try {
      return reader.read();
    } catch (UnfitFileException once) {
      pause.run();
      return reader.read();
    }
  }

  /**
   * Returns whether content counts that was there from {@code still} to {@code readAt}, at least.
   */
  private boolean isSettled(FileContent content, long still, long readAt) {
    Seen before = last;
    if (before != null && before.content.isSameAs(content)) {
      return true;
    }
    // Its time says nothing where other content was there later than that.
    boolean mayBeOld = before == null || readAt - before.nanos >= nanos(OLD_MILLIS);
    boolean old = mayBeOld && clock.wallMillis() - content.modifiedMillis() >= OLD_MILLIS;
    return old || readAt - still >= nanos(quietMillis(content, before));
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** Returns the time for which the content is to stand still. */
  private static long quietMillis(FileContent content, @Nullable Seen before) {
    boolean elsewhere = before != null && !before.content.place().equals(content.place());
    if (content.place().isMounted() && (before == null || elsewhere)) {
      return 0;
    }
    if (!content.hasItsEnd()) {
      return LONG_QUIET_MILLIS;
    }
    return elsewhere ? 0 : QUIET_MILLIS;
  }

  /** The content that counted last, and the time at which it was read. */
  private static final class Seen {
    private final FileContent content;
    private final long nanos;

    Seen(FileContent content, long nanos) {
      this.content = content;
      this.nanos = nanos;
    }
  }
}
