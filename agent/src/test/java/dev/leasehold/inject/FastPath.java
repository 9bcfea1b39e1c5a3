// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.sql.Connection;

/** Calls of functions of the database by pgjdbc's interface for that, which needs no statement. */
final class FastPath {

  /** The number of {@code set_config} in PostgreSQL's {@code pg_proc.dat}. */
  private static final int SET_CONFIG = 2078;

  /** {@code LargeObjectManager.READWRITE}. */
  private static final int READ_AND_WRITE = 0x60000;

  private static final byte[] CONTENT = {7, 8, 9};

  private FastPath() {}

  /** Makes a setting for the session. */
  static void setConfig(Connection connection, String name, String value) throws Exception {
    Object calls = api(connection, "getFastpathAPI");
    Class<?> type =
        calls.getClass().getClassLoader().loadClass("org.postgresql.fastpath.FastpathArg");
    Object arguments = Array.newInstance(type, 3);
    Array.set(arguments, 0, type.getConstructor(String.class).newInstance(name));
    Array.set(arguments, 1, type.getConstructor(String.class).newInstance(value));
    Array.set(arguments, 2, type.getConstructor(byte[].class).newInstance((Object) new byte[1]));
    calls
        .getClass()
        .getMethod("fastpath", int.class, arguments.getClass())
        .invoke(calls, SET_CONFIG, arguments);
  }

  /** Makes a large object and removes it, with each call that there is for it. In a transaction. */
  static void useLargeObject(Connection connection) throws Exception {
    Object objects = api(connection, "getLargeObjectAPI");
    Class<?> manager = objects.getClass();
    long id = (long) manager.getMethod("createLO").invoke(objects);
    Object opened =
        manager.getMethod("open", long.class, int.class).invoke(objects, id, READ_AND_WRITE);
    Class<?> type = opened.getClass();
    type.getMethod("write", byte[].class).invoke(opened, (Object) CONTENT);
    type.getMethod("seek", int.class).invoke(opened, 0);
    type.getMethod("seek64", long.class, int.class).invoke(opened, 0L, 0);
    assertThat(type.getMethod("tell").invoke(opened)).isEqualTo(0);
    assertThat(type.getMethod("tell64").invoke(opened)).isEqualTo(0L);
    assertThat(type.getMethod("read", int.class).invoke(opened, CONTENT.length)).isEqualTo(CONTENT);
    type.getMethod("truncate", int.class).invoke(opened, 1);
    type.getMethod("truncate64", long.class).invoke(opened, 0L);
    type.getMethod("close").invoke(opened);
    manager.getMethod("delete", long.class).invoke(objects, id);
  }

  private static Object api(Connection connection, String getter) throws Exception {
    return connection.getClass().getMethod(getter).invoke(connection);
  }
}
