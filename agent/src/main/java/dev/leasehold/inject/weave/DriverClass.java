// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.objectweb.asm.ClassReader;

/** Tells class files of JDBC drivers from all others: quickly, as every class is asked about. */
final class DriverClass {

  private static final String DRIVER = "java/sql/Driver";

  /** As a constant of a class file: tag 1, its length in two bytes, its text. JVMS 4.4.7. */
  private static final byte[] CONSTANT = constant();

  private DriverClass() {}

  /** Returns whether the class says of itself that it is a {@code java.sql.Driver}. */
  static boolean is(byte[] classfile) {
    return mentions(classfile)
        && Arrays.asList(new ClassReader(new ClassVersion(classfile).readable()).getInterfaces())
            .contains(DRIVER);
  }

  /** Returns whether the class knows the type at all. */
  static boolean mentions(byte[] classfile) {
    int last = classfile.length - CONSTANT.length;
    for (int at = 0; at <= last; at++) {
      if (classfile[at] == CONSTANT[0] && matches(classfile, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] classfile, int at) {
    for (int i = 1; i < CONSTANT.length; i++) {
      if (classfile[at + i] != CONSTANT[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] constant() {
    byte[] text = DRIVER.getBytes(StandardCharsets.US_ASCII);
    byte[] constant = new byte[3 + text.length];
    constant[0] = 1;
    constant[2] = (byte) text.length;
    System.arraycopy(text, 0, constant, 3, text.length);
    return constant;
  }
}
