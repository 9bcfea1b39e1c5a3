// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The content of a file, or of each file of a directory, at one time. Immutable. */
final class FileContent {

  private final boolean directory;
  private final Map<String, byte[]> bytesByName;
  private final long modifiedMillis;
  private final FileIdentity place;

  private FileContent(
      boolean directory, Map<String, byte[]> bytesByName, long modifiedMillis, FileIdentity place) {
    this.directory = directory;
    this.bytesByName = bytesByName;
    this.modifiedMillis = modifiedMillis;
    this.place = place;
  }

  static FileContent ofFile(String name, byte[] bytes, long modifiedMillis, FileIdentity place) {
    Map<String, byte[]> one = new LinkedHashMap<>();
    one.put(name, bytes);
    return new FileContent(false, one, modifiedMillis, place);
  }

  static FileContent ofDirectory(
      Map<String, byte[]> bytesByName, long modifiedMillis, FileIdentity place) {
    return new FileContent(true, new LinkedHashMap<>(bytesByName), modifiedMillis, place);
  }

  boolean isDirectory() {
    return directory;
  }

  /** Returns the bytes of each file by name: one file, unless it is a directory. */
  Map<String, byte[]> bytesByName() {
    return bytesByName;
  }

  /** Returns the time of the last write to the newest of the files, in milliseconds since 1970. */
  long modifiedMillis() {
    return modifiedMillis;
  }

  /** Returns the place at which it was read. */
  FileIdentity place() {
    return place;
  }

  /**
   * Returns whether it ends as a whole text does: with a line end that no backslash escapes, or as
   * a JSON object does. A part of such a text, from its beginning on, does not end so in the middle
   * of a value. The files of a directory have no such end.
   */
  boolean hasItsEnd() {
    return !directory && hasItsEnd(bytesByName.values().iterator().next());
  }

  private static boolean hasItsEnd(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1); // A character for each byte.
    String trimmed = text.trim();
    if (trimmed.startsWith("{")) {
      return trimmed.endsWith("}");
    }
    int end = trimmed.length();
    while (end > 0 && trimmed.charAt(end - 1) == '\\') {
      end--;
    }
    return text.endsWith("\n") && (trimmed.length() - end) % 2 == 0;
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
