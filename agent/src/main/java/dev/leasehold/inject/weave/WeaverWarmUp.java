// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A class that is woven for practice, and never used otherwise. */
final class WeaverWarmUp {

  private static final String NAME = "dev/leasehold/inject/weave/WeaverWarmUp";

  static final WovenClass CLASS =
      new WovenClass(
          NAME,
          InstrumentedMethods.connect("rehearsal"),
          InstrumentedMethods.validity("isValid"),
          InstrumentedMethods.failures("isValid"));

  /** Has the shape of a driver's method. */
  @Nullable Connection connect(@Nullable String url, @Nullable Properties info) {
    return null;
  }

  /** Has the shape of a connection's method. */
  boolean isValid(int seconds) {
    return seconds > 0;
  }

  static byte[] classfile() {
    try (InputStream in =
        WeaverWarmUp.class.getClassLoader().getResourceAsStream(NAME + ".class")) {
      return readAll(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] readAll(@Nullable InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int read;
    while (in != null && (read = in.read(buffer)) >= 0) {
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }
}
