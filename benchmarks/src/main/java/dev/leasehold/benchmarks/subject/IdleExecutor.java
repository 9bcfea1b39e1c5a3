// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;

/** A stand-in for pgjdbc's executor of a connection's statements; it executes none. */
public final class IdleExecutor implements Consumer<List<NativeQuery>> {

  /** Makes an executor that has parsed nothing. */
  public IdleExecutor() {}

  /** As pgjdbc does with queries that it has parsed: an agent may be told. */
  public @Nullable Query wrap(List<NativeQuery> queries) {
    return null;
  }

  @Override
  public void accept(List<NativeQuery> parsed) {
    wrap(parsed);
  }
}
