// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a file, or each of the files of a directory, held at one time. Immutable. */
final class FileContent {

  private final boolean directory;
  private final Map<String, byte[]> bytesByName;
  private final long modifiedMillis;

  private FileContent(boolean directory, Map<String, byte[]> bytesByName, long modifiedMillis) {
    this.directory = directory;
    this.bytesByName = bytesByName;
    this.modifiedMillis = modifiedMillis;
  }

  static FileContent ofFile(String name, byte[] bytes, long modifiedMillis) {
    Map<String, byte[]> one = new LinkedHashMap<>();
    one.put(name, bytes);
    return new FileContent(false, one, modifiedMillis);
  }

  static FileContent ofDirectory(Map<String, byte[]> bytesByName, long modifiedMillis) {
    return new FileContent(true, new LinkedHashMap<>(bytesByName), modifiedMillis);
  }

  boolean isDirectory() {
    return directory;
  }

  /** Returns what each file held, by name: one file, unless it is a directory. */
  Map<String, byte[]> bytesByName() {
    return bytesByName;
  }

  /** Returns when the newest of the files was last written to, in milliseconds since 1970. */
  long modifiedMillis() {
    return modifiedMillis;
  }

  /** Returns whether both hold the same, whenever that was written. */
  boolean isSameAs(FileContent other) {
    if (directory != other.directory || !bytesByName.keySet().equals(other.bytesByName.keySet())) {
      return false;
    }
    for (Map.Entry<String, byte[]> each : bytesByName.entrySet()) {
      if (!Arrays.equals(each.getValue(), other.bytesByName.get(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "content of " + bytesByName.keySet();
  }
}
