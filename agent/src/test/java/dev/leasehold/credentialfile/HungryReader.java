// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Opens files until it may open no more, and reads its credential then. Argument: the file. */
final class HungryReader {

  private static final List<FileInputStream> OPEN = new ArrayList<>();

  private HungryReader() {}

  public static void main(String[] args) throws Exception {
    File file = new File(args[0]);
    CredentialFileSource source = source(file);
    try (RandomAccessFile writer = new RandomAccessFile(file, "rw")) {
      write(writer, "v-before");
      System.out.println(source.fetch().credential().username());
      loadClassesOfFailures(file);
      openAll();
      write(writer, "v-at-limit");
      for (int i = 0; i < 5; i++) {
        System.out.println(source.fetch().credential().username());
      }
      File directory = file.getAbsoluteFile().getParentFile();
      System.out.println(BoundedFile.filesIn(directory, "credentials").size() + " file");
      takeReserve();
      System.out.println(failure(source));
    } finally {
      for (FileInputStream each : OPEN) {
        each.close();
      }
    }
  }

  private static CredentialFileSource source(File file) {
    Duration second = Duration.ofSeconds(1);
    return CredentialFileSource.of(file, new DetectedFormat(), second, second, LeaseClock.system());
  }

  private static void write(RandomAccessFile writer, String user) throws IOException {
    writer.setLength(0);
    writer.write(("username=" + user + "\npassword=secret\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Classes are loaded from files, so the classes that only a failure needs would not be had later.
   */
  private static void loadClassesOfFailures(File file) throws Exception {
    System.out.println(failure(source(new File(file.getPath() + ".none"))));
    BoundedFile.filesIn(file.getAbsoluteFile().getParentFile(), "credentials");
  }

  private static String failure(CredentialFileSource source) {
    try {
      return "read " + source.fetch();
    } catch (LeaseException failed) {
      return String.valueOf(failed.getMessage());
    }
  }

  private static void openAll() {
    try {
      while (true) {
        OPEN.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException full) {
      System.out.println("at the limit");
    }
  }

  private static void takeReserve() throws Exception {
    Method release = Class.forName("dev.leasehold.file.SpareFiles").getDeclaredMethod("release");
    release.setAccessible(true);
    while (Boolean.TRUE.equals(release.invoke(null))) {
      openAll();
    }
  }
}
