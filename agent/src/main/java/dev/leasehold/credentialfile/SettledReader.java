// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.lease.LeaseClock;
import org.jspecify.annotations.Nullable;

/**
 * Reads content that nobody is writing at the time: what was written to a moment ago counts once it
 * was read alike twice. Safe for use by many threads.
 */
final class SettledReader {

  /** A writer that pauses longer in the middle of a credential is left to the database to judge. */
  private static final long QUIET_MILLIS = 1_000;

  private static final int READS = 10;

  private final ContentReader reader;
  private final LeaseClock clock;
  private final Runnable pause;
  private volatile @Nullable FileContent last;

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
   * Reads what is there; throws as {@link ContentReader#read} does, and when it does not settle.
   */
  FileContent read() throws UnfitFileException {
    FileContent content = readAgainIfUnfit();
    for (int reads = 1; !isSettled(content); reads++) {
      if (reads == READS) {
        throw new UnfitFileException(
            "changed each of the " + READS + " times that it was read; have it written at once");
      }
      pause.run();
      FileContent again = reader.read();
      last = again.isSameAs(content) ? again : last;
      content = again;
    }
    last = content;
    return content;
  }

  /** What it leads to may just be replaced: a link is exchanged, and then the old files go. */
  private FileContent readAgainIfUnfit() throws UnfitFileException {
    try {
      return reader.read();
    } catch (UnfitFileException once) {
      pause.run();
      return reader.read();
    }
  }

  private boolean isSettled(FileContent content) {
    FileContent before = last;
    long age = clock.wallMillis() - content.modifiedMillis();
    return age >= QUIET_MILLIS || (before != null && before.isSameAs(content));
  }
}
