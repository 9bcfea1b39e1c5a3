// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.volume;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leasehold.config.FileMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;

/**
 * A program that tests run as a process of its own. It prints the answer to its arguments, at least
 * one word.
 */
final class VolumeProbe {

  /** Long enough for a kill to fall into the middle of a write. */
  static final int LENGTH = 1 << 18;

  static final String STATE = "state";
  static final String FILE = "db.json";
  static final byte[] SECRET = "a token".getBytes(UTF_8);

  private VolumeProbe() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[1]);
    try (CredentialVolume volume = CredentialVolume.open(directory, VolumeOptions.DEFAULTS)) {
      switch (arguments[0]) {
        case "write" -> writeOnAndOn(volume);
        case "fill" -> fillUp(volume);
        case "once" -> {
          volume.write(FILE, content(1));
          System.out.println("written");
        }
        case "each-line" -> writeForEachLine(volume);
        case "set-mode" -> setModeOfNothing(directory);
        default -> System.out.println("opened");
      }
    } catch (VolumeException e) {
      System.out.println(e.getMessage());
    }
  }

  /** The file takes so long to write that a neighbour comes in between nearly each time. */
  private static void writeForEachLine(CredentialVolume volume) {
    byte[] content = new byte[CredentialVolume.MAX_BYTES];
    Scanner lines = new Scanner(System.in, UTF_8);
    while (lines.hasNextLine()) {
      lines.nextLine();
      try {
        volume.writePrivate(STATE, SECRET);
        volume.write(FILE, content);
      } catch (VolumeException e) {
        // The neighbour has moved the unfinished state.
      }
      System.out.println("done");
    }
  }

  private static void setModeOfNothing(Path directory) throws VolumeException {
    try (OpenDirectory opened = OpenDirectory.open(directory)) {
      Ownership.UNCHANGED.give(opened, FILE, FileMode.GROUP_READS);
      System.out.println("given");
    } catch (IOException e) {
      System.out.println(VolumeFailures.reason(e));
    }
  }

  private static void writeOnAndOn(CredentialVolume volume) throws VolumeException {
    System.out.println("writing");
    for (long round = System.nanoTime(); ; round++) {
      volume.write(FILE, content(round));
    }
  }

  /**
   * One number again and again, so that two halves of different files do not look like one file.
   */
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
    volume.write(FILE, good);
    try {
      volume.write(FILE, new byte[CredentialVolume.MAX_BYTES]);
      System.out.println("written");
    } catch (VolumeException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(Arrays.equals(volume.read(FILE), good) ? "kept" : "lost");
    volume.write(FILE, new byte[2]);
    System.out.println("written");
  }
}
