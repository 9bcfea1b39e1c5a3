// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;

/** The calls that pgjdbc has beside JDBC, of which the test has no types. */
final class DriverCalls {

  private DriverCalls() {}

  private static Object copies(JdbcSession session) throws ReflectiveOperationException {
    return session.connection.getClass().getMethod("getCopyAPI").invoke(session.connection);
  }

  static String copyIn(JdbcSession session) throws SQLException {
    return reflected(
        () -> {
          Object copies = copies(session);
          Object count =
              copies
                  .getClass()
                  .getMethod("copyIn", String.class, Reader.class)
                  .invoke(
                      copies,
                      "COPY " + session.schema + ".items (v) FROM STDIN",
                      new StringReader("new\nnew\n"));
          return String.valueOf(count);
        });
  }

  static String copyOut(JdbcSession session) throws SQLException {
    return reflected(
        () -> {
          Object copies = copies(session);
          Writer out = new StringWriter();
          copies
              .getClass()
              .getMethod("copyOut", String.class, Writer.class)
              .invoke(copies, "COPY (" + JdbcCalls.fiftyRows(session) + ") TO STDOUT", out);
          return out.toString().replace('\n', ' ');
        });
  }

  /** Returns how many notifications have come. */
  static String notifications(JdbcSession session) throws SQLException {
    session.execute("NOTIFY $schema");
    session.execute("SELECT 1");
    return reflected(
        () -> {
          Object connection = session.connection;
          Object[] came =
              (Object[]) connection.getClass().getMethod("getNotifications").invoke(connection);
          return came == null ? "0" : String.valueOf(came.length);
        });
  }

  @FunctionalInterface
  private interface Reflected {
    String get() throws ReflectiveOperationException;
  }

  private static String reflected(Reflected call) throws SQLException {
    try {
      return call.get();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failed) {
        throw failed;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
