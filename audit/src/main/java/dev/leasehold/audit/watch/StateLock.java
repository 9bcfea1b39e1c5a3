// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Keeps a second service away from the folder of a state, also while both make it. The system takes
 * the lock back when the process ends in any way.
 */
final class StateLock implements AutoCloseable {

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws StateInUseException if another service has it
   */
  static StateLock take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnlyFiles.FILE);
    boolean isTaken = false;
    try {
      isTaken = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another service of this process has it.
    } finally {
      if (!isTaken) {
        channel.close();
      }
    }
    if (!isTaken) {
      throw new StateInUseException(folder);
    }
    return new StateLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
