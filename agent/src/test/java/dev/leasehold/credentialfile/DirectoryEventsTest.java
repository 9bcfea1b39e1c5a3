// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DirectoryEventsTest {

  private static final Duration PAUSE = Duration.ofMillis(50);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void end() {
    over.countDown();
  }

  /** A dead mount answers nothing, and the thread that looks at the file is to get on. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatHangsWhileItIsWatchedIsPolledFromThenOn() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    File file =
        new File("/mount/that-hangs/db") {
          private static final long serialVersionUID = 1L;

          @Override
          public Path toPath() {
            return hanging();
          }
        };
    try (DirectoryEvents events =
        DirectoryEvents.of(
            file,
            () -> FileSystems.getDefault().newWatchService(),
            why -> told.add(String.valueOf(why.getMessage())))) {
      events.await(PAUSE);
      assertThat(told).singleElement().asString().startsWith("could not be read within 5 s; ");
      events.await(PAUSE);
      assertThat(told).as("told once").hasSize(1);
      assertThat(asked).as("looks at the directory").hasValue(1);
    }
  }

  /** A path of which nothing can be found out. */
  private Path hanging() {
    Path real = Path.of("/mount/that-hangs/db");
    return (Path)
        Proxy.newProxyInstance(
            DirectoryEventsTest.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "toAbsolutePath" -> proxy;
                  case "getParent" -> null;
                  case "getFileSystem" -> {
                    asked.incrementAndGet();
                    over.await();
                    yield real.getFileSystem();
                  }
                  case "equals" -> proxy == arguments[0];
                  default -> method.invoke(real, arguments);
                });
  }
}
