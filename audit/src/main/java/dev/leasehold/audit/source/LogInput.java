// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A file to read, or standard input.
 *
 * @param name how messages name it
 * @param opener opens it
 */
public record LogInput(String name, Opener opener) {

  private static final String STANDARD_INPUT = "-";
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final int BUFFER = 1 << 16;

  /** Opens an input. */
  @FunctionalInterface
  public interface Opener {
    /** Returns the bytes as they are stored. */
    InputStream open() throws IOException;
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
        inputs.add(new LogInput(file.toString(), () -> Files.newInputStream(file)));
      }
    }
    return inputs;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Opens the input. What begins like gzip is unpacked, whatever its name is. */
  public InputStream open() throws IOException {
    BufferedInputStream stored = new BufferedInputStream(opener.open(), BUFFER);
    stored.mark(2);
    boolean packed = stored.read() == GZIP_MAGIC_1 && stored.read() == GZIP_MAGIC_2;
    stored.reset();
    return packed ? new GZIPInputStream(stored, BUFFER) : stored;
  }
}
