// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.leasehold.start.CallGraph.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A virtual thread of Java 21 to 23 may wait in a monitor, or wait for something while it holds a
 * monitor. It then holds its carrier as well. So does each that waits for that monitor then. The
 * JVM has as many carriers as processors, and with some 256 of such threads no other virtual thread
 * runs.
 */
class MonitorsTest {

  /** Each on a thread of the agent's own, or on that which starts or ends the JVM. */
  private static final String[] WAIT_IN_A_MONITOR = {
    "BindingWorker.awaitEnd",
    "BindingWorker.next",
    "FileWatch.awaitStart",
    "FirstLine.say",
    "LeaseRevoker.settle",
    "LogQueue.flush",
    "LogQueue.next"
  };

  /** Each on threads of the agent's own alone, which are no virtual threads. */
  private static final String[] WAIT_WITH_A_MONITOR = {
    "ConnectionDrainer.drain",
    "FileWatch.look",
    "OpenConnections.of",
    "ProbeThreads.execute",
    "TrustSettings.context",
    "VaultSession.renew"
  };

  private static final Set<String> WAITS =
      Set.of(
          "acquire",
          "acquireUninterruptibly",
          "await",
          "awaitNanos",
          "awaitTermination",
          "awaitUninterruptibly",
          "invokeAll",
          "invokeAny",
          "join",
          "lock",
          "lockInterruptibly",
          "take");

  private static final Set<String> DATABASE =
      Set.of(
          "java/sql/Connection",
          "java/sql/Driver",
          "java/sql/DriverManager",
          "java/sql/PreparedStatement",
          "java/sql/ResultSet",
          "java/sql/Statement",
          "javax/sql/DataSource");

  private static CallGraph product;

  @BeforeAll
  static void read() throws IOException {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(new PackageTableTest.WithoutTestBed())
            .importPackages("dev.leasehold");
    product = graph(classes.stream().map(JavaClass::getName).toList());
  }

  @Test
  void onlyThreadsOfTheAgentsOwnWaitInAMonitor() {
    assertThat(names(product.callersOf(MonitorsTest::isAMonitorsWait)))
        .containsExactlyInAnyOrder(WAIT_IN_A_MONITOR);
  }

  @Test
  void onlyThreadsOfTheAgentsOwnWaitWithAMonitor() {
    assertThat(names(product.holdingAMonitorDuring(MonitorsTest::waits).keySet()))
        .containsExactlyInAnyOrder(WAIT_WITH_A_MONITOR);
  }

  /**
   * A task that the agent hands to its own threads is a lambda, or called as a {@code Runnable}.
   */
  @Test
  void noneOfThemIsCalledByWovenCode() {
    Set<String> called = names(product.calledFrom("dev/leasehold/bootstrap/Bridge"));
    assertThat(called)
        .contains("InjectingHooks.connecting", "CurrentCredential.await")
        .doesNotContain(WAIT_IN_A_MONITOR)
        .doesNotContain(WAIT_WITH_A_MONITOR);
  }

  @Test
  void findsWhatIsForbidden() throws IOException {
    CallGraph forbidden = graph(List.of(Waiter.class.getName(), Waiter.Sub.class.getName()));
    assertThat(names(forbidden.callersOf(MonitorsTest::isAMonitorsWait)))
        .containsExactly("MonitorsTest$Waiter.inTheMonitor");
    assertThat(names(forbidden.holdingAMonitorDuring(MonitorsTest::waits).keySet()))
        .containsExactly(
            "MonitorsTest$Waiter.afterAReturn",
            "MonitorsTest$Waiter.byAnother",
            "MonitorsTest$Waiter.inALambda");
    assertThat(names(forbidden.calledFrom("dev/leasehold/start/MonitorsTest$Waiter$Sub")))
        .contains("MonitorsTest$Waiter$Sub.step", "Semaphore.acquireUninterruptibly")
        .doesNotContain("MonitorsTest$Waiter.inALambda");
  }

  private static boolean isAMonitorsWait(Call call) {
    return (call.owner().equals("java/lang/Object") && call.name().equals("wait"))
        || (call.owner().equals("java/lang/Thread") && call.name().equals("join"))
        || call.name().equals("timedWait")
        || call.name().equals("timedJoin");
  }

  private static boolean waits(Call call) {
    return waitsForAThread(call)
        || waitsForTheNetwork(call)
        || isAMonitorsWaitForAnotherThread(call);
  }

  private static boolean waitsForAThread(Call call) {
    String owner = call.owner();
    return (owner.equals("java/lang/Thread") && call.name().equals("sleep"))
        || (owner.equals("java/lang/Process") && call.name().equals("waitFor"))
        || owner.endsWith("LockSupport")
        || (owner.startsWith("java/util/concurrent/") && waits(owner, call.name()));
  }

  private static boolean waitsForTheNetwork(Call call) {
    String owner = call.owner();
    return (DATABASE.contains(owner) && !call.name().matches("isWrapperFor|unwrap"))
        || (owner.equals("java/net/InetAddress") && call.name().startsWith("get"))
        || (owner.endsWith("Socket") && call.name().matches("accept|connect|startHandshake"));
  }

  /** A monitor's own wait gives that monitor back, and is looked at by itself. */
  private static boolean isAMonitorsWaitForAnotherThread(Call call) {
    return call.name().equals("timedJoin")
        || (call.owner().equals("java/lang/Thread") && call.name().equals("join"));
  }

  private static boolean waits(String owner, String method) {
    return WAITS.contains(method)
        || (method.equals("get") && owner.contains("Future"))
        || (method.equals("put") && owner.contains("Blocking"));
  }

  private static CallGraph graph(List<String> names) throws IOException {
    List<byte[]> classfiles = new ArrayList<>();
    for (String name : names) {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = MonitorsTest.class.getClassLoader().getResourceAsStream(file)) {
        classfiles.add(Objects.requireNonNull(in, file).readAllBytes());
      }
    }
    return new CallGraph(classfiles);
  }

  private static Set<String> names(Set<Call> methods) {
    return methods.stream().map(Call::toString).collect(toCollection(TreeSet::new));
  }

  /** Calls that no class of the product may make. */
  static class Waiter {

    private final Object lock = new Object();
    final Semaphore semaphore = new Semaphore(0);

    void inTheMonitor() throws InterruptedException {
      synchronized (lock) {
        while (semaphore.availablePermits() == 0) {
          lock.wait();
        }
      }
    }

    boolean afterAReturn() throws InterruptedException {
      synchronized (lock) {
        if (semaphore.availablePermits() == 0) {
          return false;
        }
        semaphore.acquire();
      }
      return true;
    }

    synchronized void byAnother() {
      step();
    }

    void step() {}

    void inALambda() {
      synchronized (lock) {
        Runnable later = semaphore::acquireUninterruptibly;
        later.run();
      }
    }

    void withoutAMonitor() throws InterruptedException {
      synchronized (lock) {
        semaphore.release();
      }
      semaphore.acquire();
    }

    static final class Sub extends Waiter {
      @Override
      void step() {
        semaphore.acquireUninterruptibly();
      }
    }
  }
}
