// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A sample that is not on a JVM: the sidecar's settings for it, and how it is run. */
enum Sample {
  PYTHON_PSYCOPG {
    @Override
    Map<String, String> file(TestBed bed, Path volume) {
      return Map.of("LEASEHOLD_FILE_FORMAT", "pg-service", "LEASEHOLD_URL", bed.postgres().url());
    }

    @Override
    Pod start(TestBed bed, Path volume) {
      String python = prepared("python-psycopg").resolve("bin/python").toString();
      String program = Jars.built("samples/python-psycopg/orders.py").toString();
      String file = volume.resolve("default.pg-service").toString();
      return Pod.of(
          OrdersProgram.start(
              List.of(python, program),
              Map.of(
                  "PGSERVICEFILE",
                  file,
                  "PGSERVICE",
                  "default",
                  "ORDERS_MAX_LIFETIME_SECONDS",
                  "3600"))); // Nothing but the signal moves a connection to another role.
    }
  },

  NODE_PG {
    @Override
    Map<String, String> file(TestBed bed, Path volume) {
      return Map.of("LEASEHOLD_FILE_FORMAT", "json");
    }

    @Override
    Pod start(TestBed bed, Path volume) {
      String file = volume.resolve("default.json").toString();
      return Pod.of(
          nodeProgram(
              bed.postgres().port(), PostgresServer.DATABASE, Map.of("ORDERS_CREDENTIALS", file)));
    }
  },

  GO_PGX {
    @Override
    Map<String, String> file(TestBed bed, Path volume) {
      return Map.of("LEASEHOLD_FILE_FORMAT", "json");
    }

    @Override
    Pod start(TestBed bed, Path volume) {
      String program = prepared("go-pgx").resolve("orders").toString();
      String file = volume.resolve("default.json").toString();
      Map<String, String> variables =
          Map.of(
              "PGHOST",
              "127.0.0.1",
              "PGPORT",
              Integer.toString(bed.postgres().port()),
              "PGDATABASE",
              PostgresServer.DATABASE,
              "ORDERS_CREDENTIALS",
              file);
      return Pod.of(OrdersProgram.start(List.of(program), variables));
    }
  },

  /** The application behind it is the one of {@link #NODE_PG}, with one name and password. */
  PGBOUNCER {
    @Override
    Map<String, String> file(TestBed bed, Path volume) {
      return SamplePgBouncer.file(bed, volume);
    }

    @Override
    Pod start(TestBed bed, Path volume) {
      SamplePgBouncer bouncer = SamplePgBouncer.start(volume);
      try {
        OrdersProgram application =
            nodeProgram(
                bouncer.port(), "orders", Map.of("PGUSER", "orders_app", "PGPASSWORD", "static"));
        return new Pod(application, bouncer.pid(), bouncer);
      } catch (AssertionError failure) {
        bouncer.close();
        throw failure;
      }
    }
  };

  /** Returns the sidecar's settings of the file in the volume. */
  abstract Map<String, String> file(TestBed bed, Path volume);

  /** Starts it on the sidecar's file. Skips the test where the machine cannot run it. */
  abstract Pod start(TestBed bed, Path volume);

  private static OrdersProgram nodeProgram(int port, String database, Map<String, String> login) {
    Map<String, String> variables = new HashMap<>(login);
    variables.put("NODE_PATH", prepared("node-pg").resolve("node_modules").toString());
    variables.put("PGHOST", "127.0.0.1");
    variables.put("PGPORT", Integer.toString(port));
    variables.put("PGDATABASE", database);
    String program = Jars.built("samples/node-pg/orders.js").toString();
    return OrdersProgram.start(List.of("node", program), variables);
  }

  private static Path prepared(String sample) {
    try {
      String script = Jars.built("samples/prepare").toString();
      return Path.of(Command.runAloud(List.of(script, sample)));
    } catch (TestBedException e) {
      return Assumptions.abort("samples/prepare " + sample + " fails here: " + e.getMessage());
    }
  }
}
