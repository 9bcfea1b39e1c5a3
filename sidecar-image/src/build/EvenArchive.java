// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Evens out the differences between two archives of one list of classes. They are the times at
 * which soft references of the archived heap were last used, in milliseconds, and the checksums
 * over them.
 *
 * <p>A time becomes a time that never passes, until the reference is used. The clock of the machine
 * that made the archive says nothing on another. At its first collection, the JVM would drop
 * references that have not been used for long. Checksums become zero; the JVM looks at them with
 * {@code -XX:+VerifySharedSpaces} alone. Arguments: the archive, which is replaced, and the other
 * archive.
 */
public final class EvenArchive {

  /** Checksums are of 4 bytes, and in the header. */
  private static final int HEADER = 4096;

  private static final int MOST_CHECKSUMS = 8;
  private static final long MOST_MILLIS_APART = 3_600_000;
  private static final long NEVER = Long.MAX_VALUE;

  private EvenArchive() {}

  /** Replaces the archive. */
  public static void main(String[] arguments) throws IOException {
    Path archive = Path.of(arguments[0]);
    ByteBuffer content = read(archive);
    ByteBuffer other = read(Path.of(arguments[1]));
    if (content.capacity() != other.capacity()) {
      throw new IllegalStateException("two archives of one list are not of one length");
    }
    int checksums = 0;
    for (int at = 0; at < HEADER; at += Integer.BYTES) {
      if (content.getInt(at) != other.getInt(at)) {
        content.putInt(at, 0);
        checksums++;
      }
    }
    if (checksums > MOST_CHECKSUMS) {
      throw new IllegalStateException("the headers differ in " + checksums + " places");
    }
    for (int at = HEADER; at + Long.BYTES <= content.capacity(); at += Long.BYTES) {
      long time = content.getLong(at);
      if (time != other.getLong(at)) {
        requireTime(time, other.getLong(at), at);
        content.putLong(at, NEVER);
      }
    }
    Files.write(archive, content.array());
  }

  private static ByteBuffer read(Path archive) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(archive)).order(ByteOrder.nativeOrder());
  }

  private static void requireTime(long one, long two, int at) {
    if (one <= 0 || two <= 0 || Math.abs(one - two) > MOST_MILLIS_APART) {
      throw new IllegalStateException("two archives of one list differ at byte " + at + ", which is no time");
    }
  }
}
