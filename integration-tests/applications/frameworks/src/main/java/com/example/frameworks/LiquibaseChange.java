// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import liquibase.command.CommandScope;
import liquibase.exception.CommandExecutionException;

/**
 * Changes the schema at start, as applications do, or frees a lock that a run has left behind.
 * Arguments: URL, user, password, and Liquibase's command: {@code update} or {@code releaseLocks}.
 * The changelog takes {@code SECONDS} from the environment.
 */
public final class LiquibaseChange {

  private LiquibaseChange() {}

  public static void main(String[] args) throws CommandExecutionException {
    Database database = Database.of(args);
    CommandScope command = new CommandScope(args[3]);
    if (args[3].equals("update")) {
      command.addArgumentValue("changelogFile", "db/liquibase/changelog.sql");
    }
    command
        .addArgumentValue("url", database.url())
        .addArgumentValue("username", database.user())
        .addArgumentValue("password", database.password())
        .execute();
    Output.say("done " + args[3]);
  }
}
