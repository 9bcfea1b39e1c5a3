// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.termination;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.Printable;
import dev.leasehold.target.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file that the kubelet reads when the container ends, and that {@code kubectl describe pod}
 * shows as its message. It says why a binding has no credential, for as long as it has none. An
 * application that cannot start ends with words of its own, and the cause is far up in its log.
 *
 * <p>Kubernetes puts the file into each container. It is never created, so that nothing is written
 * elsewhere, and a text of another writer stays. A file that cannot be written is left alone: the
 * log has the same reason. Safe for many threads.
 */
public final class TerminationMessage implements LeaseListener {

  /** As much as the kubelet takes of one container. */
  static final int MOST_BYTES = 4096;

  /** A process that ends in the next instant waits for its words, but not for a volume. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static final String PROCESS = "";

  private final LatestWriter writer;

  /**
   * No monitor: threads of the application come here, and virtual threads would keep their carrier.
   */
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private final KnownReasons reasons = new KnownReasons();

  /** Makes a message for a file, whether the file is there or not. */
  public TerminationMessage(Path file) {
    this(new LatestWriter(new MessageFile(file), LONGEST_WAIT));
  }

  TerminationMessage(LatestWriter writer) {
    this.writer = writer;
  }

  /**
   * Says why the process as a whole does not serve its purpose.
   *
   * @param reason holds no secret
   */
  public void failed(String reason) {
    change(
        known -> {
          known.texts.clear();
          known.texts.put(PROCESS, reason);
        });
  }

  /**
   * Says why a connection was refused, unless the binding has a credential by now.
   *
   * @param why the message that the application got; holds no secret
   */
  public void refused(String binding, String why) {
    change(
        known -> {
          if (!known.served.contains(binding)) {
            known.texts.put(binding, why);
          }
        });
  }

  @Override
  public void published(Generation generation, String reason) {
    change(
        known -> {
          known.served.add(generation.binding());
          known.texts.remove(generation.binding());
          known.texts.keySet().removeIf(key -> key.startsWith(atTarget(generation, "")));
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
        known -> {
          known.served.remove(binding);
          known.texts.put(binding, "binding " + binding + " has no valid lease: " + cause);
        });
  }

  @Override
  public void refusing(Generation current, Target target, String said) {
    String why = "binding " + current.binding() + " has no credential that " + target + " takes: ";
    change(known -> known.texts.put(atTarget(current, target), why + said));
  }

  @Override
  public void lagging(
      Generation current, Target target, @Nullable Generation instead, String said) {
    change(known -> known.texts.remove(atTarget(current, target)));
  }

  @Override
  public void caughtUp(Generation current, Target target) {
    change(
        known -> {
          known.served.add(current.binding());
          known.texts.remove(current.binding());
          known.texts.remove(atTarget(current, target));
        });
  }

  private static String atTarget(Generation current, Object target) {
    return current.binding() + " at " + target;
  }

  /**
   * Says why the credential of a binding is not in the file that its program reads.
   *
   * @param why holds no secret
   */
  public void undelivered(String binding, String why) {
    change(
        known ->
            known.texts.put(
                inFile(binding), "binding " + binding + " has no credential in its file: " + why));
  }

  /** Takes back the text about the binding's file. */
  public void delivered(String binding) {
    change(known -> known.texts.remove(inFile(binding)));
  }

  private static String inFile(String binding) {
    return binding + " in its file";
  }

  /** The file may be on a volume that hangs: with the lock nothing is done but words. */
  private void change(Consumer<KnownReasons> change) {
    lock.lock();
    try {
      change.accept(reasons);
      writer.write(text(reasons.texts.values()));
    } finally {
      lock.unlock();
    }
    writer.await();
  }

  private static byte[] text(Collection<String> reasons) {
    StringBuilder text = new StringBuilder();
    for (String reason : reasons) {
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

  /** The reasons that are known of each binding. */
  private static final class KnownReasons {

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();
  }
}
