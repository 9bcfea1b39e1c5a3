// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.ModuleAccess;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that a connection is given: answers to commands, and notices. The answers have
 * three classes in as many versions. Looked up once for each class.
 */
final class VertxMessages {

  /** Reads the failure of an answer. */
  @FunctionalInterface
  private interface FailureReader {
    @Nullable Throwable failure(Object answer) throws ReflectiveOperationException;
  }

  private static final ClassValue<FailureReader> READERS =
      new ClassValue<FailureReader>() {
        @Override
        protected FailureReader computeValue(Class<?> type) {
          try {
            return type.getSimpleName().equals("CommandResponse") ? reader(type) : answer -> null;
          } catch (ReflectiveOperationException | RuntimeException unknown) {
            return answer -> null;
          }
        }
      };

  private VertxMessages() {}

  /** Returns the failure that a message tells of; null for anything else. */
  static @Nullable Throwable failure(Object message) throws ReflectiveOperationException {
    return READERS.get(message.getClass()).failure(message);
  }

  private static FailureReader reader(Class<?> type) throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("toAsyncResult")) {
        ModuleAccess.open(method);
        Method cause = ModuleAccess.open(method.getReturnType().getMethod("cause"));
        return answer -> (Throwable) cause.invoke(method.invoke(answer));
      }
    }
    Field failure = ModuleAccess.open(type.getDeclaredField("failure")); // From 5.1 on.
    return answer -> (Throwable) failure.get(answer);
  }
}
