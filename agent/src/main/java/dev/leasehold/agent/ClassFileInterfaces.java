// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

/**
 * Reads from a class file the interfaces that its class names itself. Works without the library
 * that weaves, as that library may be missing. JVMS 4 has the format.
 */
final class ClassFileInterfaces {

  private static final int CONSTANTS = 8;
  private static final int INTERFACE = 0x0200;

  private final byte[] bytes;

  /** Where each constant begins, after its tag. */
  private final int[] constants;

  private final int header;

  private ClassFileInterfaces(byte[] bytes) {
    this.bytes = bytes;
    this.constants = new int[two(CONSTANTS)];
    int at = CONSTANTS + 2;
    for (int i = 1; i < constants.length; i++) {
      int tag = bytes[at];
      constants[i] = at + 1;
      at += 1 + size(tag, at + 1);
      if (tag == 5 || tag == 6) {
        i++; // A long or a double takes two places.
      }
    }
    this.header = at;
  }

  /**
   * Returns whether the class, which is no interface, names this interface as its own.
   *
   * @throws RuntimeException when the file is not a class file
   */
  static boolean has(byte[] classFile, String internalName) {
    return new ClassFileInterfaces(classFile).has(internalName);
  }

  private boolean has(String internalName) {
    if ((two(header) & INTERFACE) != 0) {
      return false;
    }
    int count = two(header + 6);
    for (int i = 0; i < count; i++) {
      int type = two(header + 8 + 2 * i);
      if (isText(constants[two(constants[type])], internalName)) {
        return true;
      }
    }
    return false;
  }

  private boolean isText(int at, String text) {
    if (two(at) != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + 2 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of a constant's bytes after its tag. */
  private int size(int tag, int at) {
    switch (tag) {
      case 1: // Utf8
        return 2 + two(at);
      case 7: // Class
      case 8: // String
      case 16: // MethodType
      case 19: // Module
      case 20: // Package
        return 2;
      case 15: // MethodHandle
        return 3;
      case 5: // Long
      case 6: // Double
        return 8;
      default:
        return 4;
    }
  }

  private int two(int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
