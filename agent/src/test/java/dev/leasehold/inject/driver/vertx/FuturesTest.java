// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the shape of Vert.x's classes: the real classes are in the tests of whole applications. */
class FuturesTest {

  private static final String FUTURE =
      """
      package io.vertx.core;
      import java.util.concurrent.CompletionStage;
      import java.util.function.Function;
      public class Future<T> {
        public static <T> Future<T> fromCompletionStage(CompletionStage<T> s, Context c) {
          return new Future<>();
        }
        public <U> Future<U> compose(Function<T, Future<U>> f) { return new Future<>(); }
        public <U> Future<U> compose(
            Function<T, Future<U>> f, Function<Throwable, Future<U>> g) { return new Future<>(); }
      }
      """;
  private static final String HANDLER =
      "package io.vertx.core; public interface Handler<E> { void handle(E event); }";
  private static final String CONTEXT =
      "package io.vertx.core; public interface Context { void runOnContext(Handler<Void> h); }";
  private static final String EXCEPTION =
      """
      package io.vertx.pgclient;
      public class PgException extends RuntimeException {
        public PgException(String message, String severity, String code, String detail) {}
      }
      """;

  private static Path classes;

  @BeforeAll
  static void compile(@TempDir Path folder) throws IOException {
    classes = folder;
    List<String> arguments = new ArrayList<>(List.of("-d", folder.toString()));
    arguments.add(source(folder, "Future", FUTURE));
    arguments.add(source(folder, "Handler", HANDLER));
    arguments.add(source(folder, "Context", CONTEXT));
    arguments.add(source(folder, "PgException", EXCEPTION));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(failed).isZero();
  }

  @Test
  void givesBackWhatCameForAnEventLoopThatIsClosed() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      List<String> unused = new ArrayList<>();
      CompletableFuture<String> grant = new CompletableFuture<>();
      Object ignored =
          new Futures(loader).afterwards(grant, closed(loader), then -> null, unused::add);
      grant.complete("grant");
      assertThat(unused).containsExactly("grant");
    }
  }

  private static Object closed(ClassLoader loader) throws ClassNotFoundException {
    return Proxy.newProxyInstance(
        loader,
        new Class<?>[] {loader.loadClass("io.vertx.core.Context")},
        (proxy, method, arguments) -> {
          throw new RejectedExecutionException("event executor terminated");
        });
  }

  private static String source(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), text).toString();
  }
}
