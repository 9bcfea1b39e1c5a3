// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file to read, or standard input.
 *
 * @param name how messages name it
 * @param opener opens it
 * @param file the file, where the input is a whole file
 */
public record LogInput(String name, Opener opener, @Nullable Path file) {

  private static final String STANDARD_INPUT = "-";
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final int BUFFER = 1 << 16;
  private static final long SMALLEST_PART = 1 << 25;

  /** Opens an input. */
  @FunctionalInterface
  public interface Opener {
    /** Returns the bytes as they are stored. */
    InputStream open() throws IOException;
  }

  /** An input that is no file, or a part of a file. */
  public LogInput(String name, Opener opener) {
    this(name, opener, null);
  }

  /**
   * Returns the inputs that names stand for: a file, all files of a folder, or standard input for
   * {@code -}.
   *
   * @throws NoSuchFileException if a file or a folder is not there
   */
  public static List<LogInput> of(List<String> names, InputStream in) throws IOException {
    List<LogInput> inputs = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT)) {
        inputs.add(new LogInput("standard input", () -> in));
        continue;
      }
      Path path = Path.of(name);
      for (Path file : Files.isDirectory(path) ? files(path) : List.of(path)) {
        if (!Files.isReadable(file)) {
          throw new NoSuchFileException(file.toString());
        }
        inputs.add(new LogInput(file.toString(), () -> Files.newInputStream(file), file));
      }
    }
    return inputs;
  }

  private static List<Path> files(Path folder) throws IOException {
    FolderListing listing = FolderListing.all(folder);
    if (!listing.denied().isEmpty()) {
      throw new AccessDeniedException(listing.denied().get(0).toString());
    }
    return listing.files().stream().filter(Files::isRegularFile).sorted().toList();
  }

  /**
   * Returns parts that can be read at the same time, or the input itself. Each line is in one part:
   * this is for logs in which a line break always ends an entry.
   */
  public List<LogInput> parts(int most) throws IOException {
    if (file == null || isPacked(file)) {
      return List.of(this);
    }
    Path path = file;
    Object key = LineRange.key(path);
    long count = Math.max(1, Math.min(most, Files.size(path) / SMALLEST_PART));
    long size = Files.size(path) / count;
    List<LogInput> parts = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long from = i * size;
      long to = i + 1 == count ? Long.MAX_VALUE : from + size;
      String title = from == 0 ? name : name + " from byte " + from + " on";
      parts.add(new LogInput(title, () -> LineRange.open(path, key, from, to)));
    }
    return count == 1 ? List.of(this) : parts;
  }

  /** Returns whether a file is gzipped, by its content and not by its name. */
  public static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return isPacked(in);
    }
  }

  /** Returns whether the rest of a stream is gzipped; up to two bytes have been read then. */
  public static boolean isPacked(InputStream in) throws IOException {
    return in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
  }

  /**
   * Opens the input. Content that begins like gzip is unpacked, under any name.
   *
   * @throws IOException if it cannot be opened, or is a gzip file that is cut in its header
   */
  public InputStream open() throws IOException {
    InputStream stored = opener.open();
    try {
      BufferedInputStream bytes = new BufferedInputStream(stored, BUFFER);
      bytes.mark(2);
      boolean isPacked = isPacked(bytes);
      bytes.reset();
      return isPacked ? new GZIPInputStream(bytes, BUFFER) : bytes;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }
}
