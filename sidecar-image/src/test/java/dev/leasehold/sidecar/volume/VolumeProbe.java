// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the tests have a process of its own do. It prints what it is told, and one word at least.
 */
final class VolumeProbe {

  /** Long enough for a kill to fall into the middle of a write. */
  static final int LENGTH = 1 << 18;

  private VolumeProbe() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[1]);
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      switch (arguments[0]) {
        case "write" -> writeOnAndOn(volume);
        case "fill" -> fillUp(volume);
        case "once" -> {
          volume.write("db.json", content(1));
          System.out.println("written");
        }
        default -> System.out.println("opened");
      }
    } catch (VolumeException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void writeOnAndOn(CredentialVolume volume) throws VolumeException {
    System.out.println("writing");
    for (long round = System.nanoTime(); ; round++) {
      volume.write("db.json", content(round));
    }
  }

  /** One number again and again, so that two halves of different files do not look like one. */
  static byte[] content(long number) {
    ByteBuffer content = ByteBuffer.allocate(LENGTH);
    while (content.hasRemaining()) {
      content.putLong(number);
    }
    return content.array();
  }

  static boolean isWhole(byte[] content) {
    return content.length == LENGTH
        && Arrays.equals(content, content(ByteBuffer.wrap(content).getLong()));
  }

  private static void fillUp(CredentialVolume volume) throws VolumeException {
    byte[] good = new byte[1];
    volume.write("db.json", good);
    try {
      volume.write("db.json", new byte[CredentialVolume.MAX_BYTES]);
      System.out.println("written");
    } catch (VolumeException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(Arrays.equals(volume.read("db.json"), good) ? "kept" : "lost");
    volume.write("db.json", new byte[2]);
    System.out.println("written");
  }
}
