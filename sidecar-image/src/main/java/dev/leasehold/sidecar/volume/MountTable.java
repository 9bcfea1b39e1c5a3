// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The file systems that this process sees, from {@code /proc/self/mountinfo} (proc(5)). */
final class MountTable {

  private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
  private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
  private static final String SEPARATOR = " - ";
  private static final int DEVICE = 2;

  private MountTable() {}

  static boolean isInMemory(String type) {
    return IN_MEMORY.contains(type);
  }

  /** Returns the type of the file system that a directory is on; empty where it is not known. */
  static Optional<String> typeOf(Path directory) throws IOException {
    long device = (Long) Files.getAttribute(directory, "unix:dev");
    List<String> lines = Files.readAllLines(MOUNT_INFO, StandardCharsets.UTF_8);
    return typeOf(device, lines);
  }

  static Optional<String> typeOf(long device, List<String> mountInfo) {
    String wanted = major(device) + ":" + minor(device);
    return mountInfo.stream()
        .filter(line -> line.contains(SEPARATOR) && field(line, DEVICE).equals(wanted))
        .map(line -> field(line.substring(line.indexOf(SEPARATOR) + SEPARATOR.length()), 0))
        .findFirst();
  }

  private static String field(String line, int index) {
    String[] fields = line.split(" ", -1);
    return index < fields.length ? fields[index] : "";
  }

  /** glibc's {@code gnu_dev_major}. */
  private static long major(long device) {
    return (device >>> 8 & 0xfffL) | (device >>> 32 & ~0xfffL);
  }

  /** glibc's {@code gnu_dev_minor}. */
  private static long minor(long device) {
    return (device & 0xffL) | (device >>> 12 & 0xffffff00L);
  }
}
