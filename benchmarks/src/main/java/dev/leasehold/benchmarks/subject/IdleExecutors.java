// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.SqlCommand;

/** Makes executors under the name that agents know. */
final class IdleExecutors {

  private static final String NAME = "org.postgresql.core.v3.QueryExecutorImpl";

  /** Each of pgjdbc's parses it before any other. */
  private static final List<NativeQuery> FIRST = List.of(new NativeQuery("SYNC", SqlCommand.BLANK));

  private final Constructor<?> constructor;

  IdleExecutors() {
    try {
      constructor = RenamedClass.of(IdleExecutor.class, NAME).getConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns an executor that has parsed its first statement. */
  Object begin() {
    try {
      @SuppressWarnings("unchecked")
      Consumer<List<NativeQuery>> begun = (Consumer<List<NativeQuery>>) constructor.newInstance();
      begun.accept(FIRST);
      return begun;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
