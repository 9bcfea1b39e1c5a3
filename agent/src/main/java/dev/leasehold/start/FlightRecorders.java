// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.observe.EventRecorder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out whether the JVM has the JDK Flight Recorder, without which no class for it loads. */
final class FlightRecorders {

  private static final String RECORDER = "dev.leasehold.observe.jfr.JfrEventRecorder";

  private FlightRecorders() {}

  /**
   * Returns a recorder that shows events in recordings; null where this JVM records none.
   *
   * @param faults is told of faults in the recorder
   */
  static @Nullable EventRecorder ofThisJvm(Consumer<Throwable> faults) {
    ClassLoader loader = FlightRecorders.class.getClassLoader();
    try {
      Class<?> unused = Class.forName("jdk.jfr.FlightRecorder", false, loader);
      return (EventRecorder)
          Class.forName(RECORDER, true, loader)
              .getDeclaredConstructor(Consumer.class)
              .newInstance(faults);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError absent) {
      return null; // Java 8 before 8u262, a JVM without JFR, an image without the module jdk.jfr.
    }
  }
}
