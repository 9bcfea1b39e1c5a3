// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SIGHUP of this JVM. */
@Timeout(120)
class HangupHandlerTest {

  private final BlockingQueue<String> called = new LinkedBlockingQueue<>();
  private Class<?> signal;
  private Class<?> handler;
  private @Nullable Object before;

  @BeforeEach
  void find() throws Exception {
    assumeFalse(ProcessSignals.ignoreHangup(), "started with nohup");
    signal = Class.forName("sun.misc.Signal");
    handler = Class.forName("sun.misc.SignalHandler");
    before = handle(handlerOf("the application's"));
  }

  @AfterEach
  void restore() throws Exception {
    if (before != null) {
      Object last = handle(before);
      assertThat(last).isNotNull();
    }
  }

  @Test
  void runsTheTaskAndThenTheHandlerThatTheApplicationHadIn() throws Exception {
    assertThat(HangupHandler.install(() -> called.add("task"))).isNull();
    raise();
    assertThat(next()).isEqualTo("task");
    assertThat(next()).isEqualTo("the application's");
  }

  /** That handler ends the JVM. */
  @Test
  void doesNotCallTheJvmsOwnHandler() throws Exception {
    Object applications = handle(before == null ? handlerOf("none") : before);
    assertThat(HangupHandler.install(() -> called.add("task"))).isNull();
    raise();
    assertThat(next()).isEqualTo("task");
    Object ours = handle(applications);
    assertThat(ours).hasToString("Leasehold's handler of SIGHUP");
  }

  @Test
  void callsTheApplicationsHandlerAlsoWhenTheTaskFails() throws Exception {
    assertThat(
            HangupHandler.install(
                () -> {
                  throw new IllegalStateException("expected in the output of this test");
                }))
        .isNull();
    raise();
    assertThat(next()).isEqualTo("the application's");
  }

  private @Nullable String next() throws InterruptedException {
    return called.poll(60, TimeUnit.SECONDS);
  }

  private Object handlerOf(String name) {
    return Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {handler},
        (proxy, method, values) -> {
          called.add(name);
          return null;
        });
  }

  private Object handle(Object next) throws Exception {
    return signal.getMethod("handle", signal, handler).invoke(null, hangup(), next);
  }

  private void raise() throws Exception {
    signal.getMethod("raise", signal).invoke(null, hangup());
  }

  private Object hangup() throws Exception {
    return signal.getConstructor(String.class).newInstance("HUP");
  }
}
