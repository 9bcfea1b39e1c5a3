// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.termination;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The file that the kubelet reads when the container ends, and that {@code kubectl describe pod}
 * shows as its message. It says why a binding has no credential, for as long as it has none: an
 * application that cannot start ends with words of its own, and the cause is far up in its log.
 *
 * <p>Kubernetes puts the file into each container. It is never created, so that nothing is written
 * elsewhere, and what somebody else has written to it stays. A file that cannot be written is left
 * alone: the log has the same reason. Safe for many threads.
 */
public final class TerminationMessage implements LeaseListener {

  /** As much as the kubelet takes of one container. */
  static final int MOST_BYTES = 4096;

  private static final String PROCESS = "";

  private final Path file;

  /**
   * No monitor: threads of the application come here, and virtual ones would keep their carrier.
   */
  private final ReentrantLock lock = new ReentrantLock();

  // All below are guarded by the lock.
  private final Map<String, String> reasons = new LinkedHashMap<>();
  private final Set<String> served = new HashSet<>();
  private byte[] written = new byte[0];

  /** Makes one for a file, whether it is there or not. */
  public TerminationMessage(Path file) {
    this.file = file;
  }

  /**
   * Says why the process as a whole does not do what it is for.
   *
   * @param reason holds no secret
   */
  public void failed(String reason) {
    change(
        () -> {
          reasons.clear();
          reasons.put(PROCESS, reason);
        });
  }

  /**
   * Says what a connection was refused with, unless the binding has a credential by now.
   *
   * @param why what the application was told; holds no secret
   */
  public void refused(String binding, String why) {
    change(
        () -> {
          if (!served.contains(binding)) {
            reasons.put(binding, why);
          }
        });
  }

  @Override
  public void published(Generation generation, String reason) {
    change(
        () -> {
          served.add(generation.binding());
          reasons.remove(generation.binding());
        });
  }

  @Override
  public void failed(String binding, String operation, Exception cause, Duration retryIn) {
    if (!operation.equals("revoke")) { // That is about an earlier lease.
      refused(binding, "binding " + binding + " has no credential: " + cause.getMessage());
    }
  }

  @Override
  public void refusing(String binding, String cause) {
    change(
        () -> {
          served.remove(binding);
          reasons.put(binding, "binding " + binding + " has no valid lease: " + cause);
        });
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      byte[] next = text();
      if (!Arrays.equals(next, written) && isRegular()) {
        write(next);
      }
    } catch (IOException | RuntimeException unwritable) {
      // The log has the reason, too.
    } finally {
      lock.unlock();
    }
  }

  /** Anything else may block, or is no file of the kubelet's. */
  private boolean isRegular() {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private byte[] text() {
    StringBuilder text = new StringBuilder();
    for (String reason : reasons.values()) {
      text.append(text.length() == 0 ? "" : "\n").append("Leasehold: ");
      text.append(Printable.of(reason));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MOST_BYTES) {
      return bytes;
    }
    int end = MOST_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) { // Not in the middle of a character.
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private void write(byte[] next) throws IOException {
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (!isOurs(channel)) {
        return;
      }
      channel.truncate(0);
      channel.position(0);
      for (ByteBuffer left = ByteBuffer.wrap(next); left.hasRemaining(); ) {
        int ignored = channel.write(left);
      }
      written = next;
    }
  }

  /** Whether nobody else has written to the file. */
  private boolean isOurs(SeekableByteChannel channel) throws IOException {
    if (channel.size() != written.length) {
      return false;
    }
    ByteBuffer content = ByteBuffer.allocate(written.length);
    int read = 0;
    while (content.hasRemaining() && read >= 0) {
      read = channel.read(content);
    }
    return Arrays.equals(content.array(), written);
  }
}
