// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.LiveException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Asks a PostgreSQL server again and again, on a thread of its own: a server that does not answer
 * keeps nobody waiting. Of answers that nobody has taken the newest counts.
 */
public final class ActivityPoll implements AutoCloseable {

  private static final long EVERY_SECONDS = 10;

  private final LivePostgres server;
  private final AtomicReference<@Nullable DatabaseActivity> answer = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile @Nullable String problem;

  private ActivityPoll(LivePostgres server) {
    this.server = server;
  }

  /** Begins to ask. */
  public static ActivityPoll start(LivePostgres server) {
    ActivityPoll poll = new ActivityPoll(server);
    Thread thread = new Thread(poll::run, "leasehold-audit-postgresql");
    thread.setDaemon(true);
    thread.start();
    return poll;
  }

  private void run() {
    try (LivePostgres asked = server) {
      do {
        try {
          answer.set(asked.ask());
          problem = null;
        } catch (LiveException e) {
          problem = e.getMessage();
        } catch (RuntimeException e) {
          problem = e.toString(); // A thread that ends would be a server that says nothing.
        }
      } while (!end.await(EVERY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns an answer that has not been taken yet; null where there is none. */
  public @Nullable DatabaseActivity take() {
    return answer.getAndSet(null);
  }

  /** Returns why the last answer is missing; null if it is there. */
  public @Nullable String problem() {
    return problem;
  }

  /** Asks no more. */
  @Override
  public void close() {
    end.countDown();
  }
}
