// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Migrates at start, as applications do. Arguments: URL, user, password, and how many seconds the
 * migration takes.
 */
public final class FlywayMigration {

  private FlywayMigration() {}

  public static void main(String[] args) {
    Database database = Database.of(args);
    int migrations =
        Flyway.configure()
            .dataSource(database.url(), database.user(), database.password())
            .locations("classpath:db/flyway")
            .baselineOnMigrate(true) // There are tables of others in the schema.
            .baselineVersion("0")
            .placeholders(Map.of("seconds", args[3]))
            .load()
            .migrate()
            .migrationsExecuted;
    Output.say("migrated " + migrations);
  }
}
