package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A class that is woven for practice, with the advice that takes the longest. */
final class Rehearsal {

  private static final String NAME = "dev/leasehold/inject/Rehearsal";

  /** Has the shape of a driver's method; is woven, and never called. */
  @Nullable Object connect(@Nullable String url, @Nullable Properties info) {
    return url == null ? info : url;
  }

  static void run() {
    ClassLoader loader = Rehearsal.class.getClassLoader();
    Loom.weave(loader, new WovenClass(NAME, new Site(ConnectAdvice.class, "connect")), own(loader));
  }

  private static byte[] own(ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(NAME + ".class")) {
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
