// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.postgresql.PostgresServer;

/**
 * The roles that a database makes and drops for a lease, sessions and all, as the recommended SQL
 * does.
 */
interface Roles {

  void create(String name, String password);

  void drop(String name);

  /** Where there is no database. */
  static Roles ofNobody() {
    return new Roles() {
      @Override
      public void create(String name, String password) {}

      @Override
      public void drop(String name) {}
    };
  }

  static Roles of(PostgresServer server) {
    return new Roles() {
      @Override
      public void create(String name, String password) {
        server.query(
            "CREATE ROLE \"" + name + "\" LOGIN PASSWORD '" + password + "' IN ROLE app_rw");
      }

      @Override
      public void drop(String name) {
        server.terminateSessions(name);
        server.query("DROP ROLE IF EXISTS \"" + name + "\"");
      }
    };
  }

  /** Returns users that have the rights of an application, and are granted these roles. */
  static Roles of(MariaDbServer server, String... granted) {
    return new Roles() {
      @Override
      public void create(String name, String password) {
        String user = "'" + name + "'@'%'";
        server.query("CREATE USER " + user + " IDENTIFIED BY '" + password + "'");
        server.query("GRANT SELECT, INSERT, UPDATE, DELETE ON app.* TO " + user);
        for (String role : granted) {
          server.query("GRANT `" + role + "` TO " + user);
        }
      }

      @Override
      public void drop(String name) {
        server.endSessions(name);
        server.query("DROP USER IF EXISTS '" + name + "'@'%'");
      }
    };
  }
}
