// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import org.objectweb.asm.Opcodes;

/**
 * The version of a class file. A version that is newer than ASM knows is read as the newest that it
 * knows. A class file format has changed little from one Java to the next, and an unwoven driver
 * would connect with the configured password.
 */
final class ClassVersion {

  /** JVMS 4.1: two bytes, big-endian, after the magic number and the minor version. */
  private static final int MAJOR = 6;

  private static final int NEWEST_KNOWN = Opcodes.V25;

  private final byte[] classfile;
  private final byte high;
  private final byte low;

  ClassVersion(byte[] classfile) {
    this.classfile = classfile;
    this.high = classfile[MAJOR];
    this.low = classfile[MAJOR + 1];
  }

  /** Returns the class file with a version that ASM takes. */
  byte[] readable() {
    int major = (high & 0xFF) << 8 | low & 0xFF;
    return major <= NEWEST_KNOWN
        ? classfile
        : with(classfile.clone(), (byte) (NEWEST_KNOWN >> 8), (byte) NEWEST_KNOWN);
  }

  /** Puts the version that the class file came with into {@code woven}, and returns it. */
  byte[] restored(byte[] woven) {
    return with(woven, high, low);
  }

  private static byte[] with(byte[] bytes, byte high, byte low) {
    bytes[MAJOR] = high;
    bytes[MAJOR + 1] = low;
    return bytes;
  }
}
