// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies of a jar that differ from it in one entry. It is missing, or one byte of it is another,
 * while directory and checksum stay the same. Nothing in them is compressed.
 */
final class DamagedJars {

  private final Map<String, Integer> contents = new HashMap<>();
  private final List<String> names;
  private final byte[] whole;

  private DamagedJars(JarFile jar) throws IOException {
    names =
        jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).sorted().toList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream to = new ZipOutputStream(bytes)) {
      to.setMethod(ZipOutputStream.STORED);
      for (ZipEntry entry : Collections.list(jar.entries())) {
        to.putNextEntry(stored(entry, jar));
        to.flush();
        contents.put(entry.getName(), bytes.size());
        jar.getInputStream(entry).transferTo(to);
      }
    }
    whole = bytes.toByteArray();
  }

  static DamagedJars of(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return new DamagedJars(file);
    }
  }

  private static ZipEntry stored(ZipEntry entry, JarFile jar) throws IOException {
    byte[] content = jar.getInputStream(entry).readAllBytes();
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry stored = new ZipEntry(entry.getName());
    stored.setSize(content.length);
    stored.setCrc(sum.getValue());
    return stored;
  }

  /** Returns the names of the entries, in order. */
  List<String> names() {
    return names;
  }

  /** Writes a copy without the entry, into a directory of its own. */
  Path without(String name, Path directory) throws IOException {
    byte[] bytes = whole.clone();
    bytes[inDirectory(name)] = 'X'; // Of the name: there is another entry now.
    return write(bytes, directory);
  }

  /** Writes a copy in which the entry has another byte in its middle. */
  Path damaged(String name, int size, Path directory) throws IOException {
    byte[] bytes = whole.clone();
    Integer content = contents.get(name);
    if (content == null) {
      throw new IllegalArgumentException(name);
    }
    bytes[content + size / 2] ^= 1;
    return write(bytes, directory);
  }

  private static Path write(byte[] bytes, Path directory) throws IOException {
    return Files.write(directory.resolve(AgentJar.path().getFileName()), bytes);
  }

  /** Returns where the central directory, at the end of the file, has the name. */
  private int inDirectory(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    for (int at = whole.length - text.length; at > 0; at--) {
      if (Arrays.equals(whole, at, at + text.length, text, 0, text.length)
          && lengthAt(at) == text.length) {
        return at;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** The length of the name stands 18 bytes before it: 46 bytes of header, of which 28 precede. */
  private int lengthAt(int name) {
    return name < 46 ? -1 : (whole[name - 18] & 0xFF) | (whole[name - 17] & 0xFF) << 8;
  }
}
