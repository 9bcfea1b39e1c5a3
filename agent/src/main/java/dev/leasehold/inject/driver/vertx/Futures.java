// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Futures of Vert.x that continue where the client expects it: on its event loop. */
final class Futures {

  /** A step that takes a value. */
  @FunctionalInterface
  interface Step<T> {
    void take(T value) throws ReflectiveOperationException;
  }

  /** A choice of the next step; null for the step that was due anyway. */
  @FunctionalInterface
  interface Next<T> {
    @Nullable Object after(T value) throws ReflectiveOperationException;
  }

  private final Class<?> handler;
  private final Method runOnContext;
  private final Method fromStage;
  private final Method compose;
  private final Method composeBoth;
  private final Constructor<?> exception;

  Futures(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> future = Class.forName("io.vertx.core.Future", false, loader);
    Class<?> context = Class.forName("io.vertx.core.Context", false, loader);
    handler = Class.forName("io.vertx.core.Handler", false, loader);
    runOnContext = context.getMethod("runOnContext", handler);
    fromStage = future.getMethod("fromCompletionStage", CompletionStage.class, context);
    compose = future.getMethod("compose", Function.class);
    composeBoth = future.getMethod("compose", Function.class, Function.class);
    exception = exception(loader);
  }

  private static Constructor<?> exception(@Nullable ClassLoader loader)
      throws ReflectiveOperationException {
    return Class.forName("io.vertx.pgclient.PgException", false, loader)
        .getConstructor(String.class, String.class, String.class, String.class);
  }

  /**
   * Returns a failed future, and needs nothing but the classes that every version has for everyone.
   */
  static Object failed(@Nullable ClassLoader loader, SQLException failure)
      throws ReflectiveOperationException {
    return Class.forName("io.vertx.core.Future", false, loader)
        .getMethod("failedFuture", Throwable.class)
        .invoke(null, known(exception(loader), failure));
  }

  /**
   * Returns a future that begins on the context's event loop when a stage has ended, on any thread.
   * A socket belongs to the context on which it was asked for.
   *
   * @param unused told of the stage's value where nothing begins: the event loop is closed
   */
  <T> Object afterwards(
      CompletableFuture<T> stage, Object context, Next<T> next, Consumer<T> unused)
      throws ReflectiveOperationException {
    CompletableFuture<T> told = new CompletableFuture<>();
    CompletableFuture<T> ignored =
        stage.whenComplete(
            (value, failure) -> {
              try {
                runOn(
                    context,
                    failure == null
                        ? () -> told.complete(value)
                        : () -> told.completeExceptionally(known(exception, failure)));
              } catch (ReflectiveOperationException | RuntimeException | Error unable) {
                if (failure == null) {
                  unused.accept(value);
                }
                told.completeExceptionally(unable);
              }
            });
    Object begun = fromStage.invoke(null, told, context);
    Function<T, @Nullable Object> mapper = value -> after(next, value);
    return compose.invoke(begun, mapper);
  }

  private void runOn(Object context, Runnable action) throws ReflectiveOperationException {
    InvocationHandler run =
        (self, method, arguments) -> {
          action.run();
          return null;
        };
    runOnContext.invoke(
        context, Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, run));
  }

  /**
   * Returns a future that ends as {@code future} does, unless there is something to do after a
   * failure.
   */
  Object ended(Object future, Step<Object> success, Next<Throwable> failed)
      throws ReflectiveOperationException {
    Function<Object, Object> whenDone =
        value -> {
          after(
              taken -> {
                success.take(taken);
                return null;
              },
              value);
          return future;
        };
    Function<Throwable, Object> whenFailed =
        failure -> {
          Object next = after(failed, failure);
          return next == null ? future : next;
        };
    return composeBoth.invoke(future, whenDone, whenFailed);
  }

  private static <T> @Nullable Object after(Next<T> next, T value) {
    try {
      return next.after(value);
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException("vertx-pg-client is not as known: " + unknown, unknown);
    }
  }

  /** Returns the failure as a failure that an application of Vert.x knows. */
  private static Throwable known(Constructor<?> exception, Throwable failure) {
    String state = failure instanceof SQLException ? ((SQLException) failure).getSQLState() : null;
    try {
      Throwable known =
          (Throwable) exception.newInstance(failure.getMessage(), "FATAL", state, null);
      known.addSuppressed(failure);
      return known;
    } catch (ReflectiveOperationException unknown) {
      return failure;
    }
  }
}
