package dev.leasehold.benchmarks.subject;

import java.sql.Driver;
import net.bytebuddy.ByteBuddy;

/** The idle driver under the name that agents know. */
public final class PostgresDriver {

  private static final String NAME = "org.postgresql.Driver";

  private PostgresDriver() {}

  /** Returns an idle driver whose class is called {@code org.postgresql.Driver}. */
  public static Driver load() {
    byte[] bytes = new ByteBuddy().redefine(IdleDriver.class).name(NAME).make().getBytes();
    try {
      return (Driver) new Loader().define(bytes).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loader extends ClassLoader {

    Loader() {
      super(PostgresDriver.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(NAME, bytes, 0, bytes.length);
    }
  }
}
