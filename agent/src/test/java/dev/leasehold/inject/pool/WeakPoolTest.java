// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class WeakPoolTest {

  @Test
  void isNamedByItsClassTheJarItCameFromAndTheVersionInItsManifest() {
    PGSimpleDataSource instance = new PGSimpleDataSource();

    assertThat(new Untold(instance).describe())
        .matches(
            "org\\.postgresql\\.ds\\.PGSimpleDataSource \\(postgresql-[0-9.]+\\.jar, version"
                + " [0-9.]+\\)");
  }

  private static final class Untold extends WeakPool {

    Untold(Object pool) {
      super(pool);
    }

    @Override
    protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first) {
      // Nobody asks it to.
    }
  }
}
