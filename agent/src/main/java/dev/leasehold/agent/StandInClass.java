// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Writes class files that stand in for a driver's and refuse each connection with a message. Works
 * without the library that weaves, as that library may be missing. JVMS 4 has the format. Of class
 * file version 50, whose methods need no stack maps where they do not branch.
 */
final class StandInClass {

  private static final String SQL_EXCEPTION = "java/sql/SQLException";
  private static final String CONNECT =
      "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;";

  /** SQLState: invalid authorisation specification. */
  private static final String REFUSED = "28000";

  private static final int PUBLIC = 0x0001;
  private static final int STATIC = 0x0008;
  private static final int SUPER = 0x0020;

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private static final int LDC_W = 0x13;
  private static final int ALOAD_0 = 0x2a;
  private static final int DUP = 0x59;
  private static final int RETURN = 0xb1;
  private static final int INVOKESPECIAL = 0xb7;
  private static final int INVOKESTATIC = 0xb8;
  private static final int NEW = 0xbb;
  private static final int ATHROW = 0xbf;

  private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
  private final DataOutputStream constants = new DataOutputStream(pool);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final DataOutputStream methods = new DataOutputStream(body);
  private final String name;
  private final String message;
  private int count;
  private int methodCount;

  private StandInClass(String name, String message) {
    this.name = name;
    this.message = message;
  }

  /**
   * Returns the class file of a class of this name.
   *
   * @param driver whether it is a {@code java.sql.Driver}: it registers itself and throws an {@code
   *     SQLException} where it is to connect. Any other fails when it is initialised
   */
  static byte[] refusing(String internalName, boolean driver, String message) throws IOException {
    StandInClass made = new StandInClass(internalName, message);
    made.constructor();
    if (driver) {
      made.registration();
      made.throwing(PUBLIC, "connect", CONNECT, SQL_EXCEPTION);
      made.throwing(PUBLIC, "acceptsURL", "(Ljava/lang/String;)Z", SQL_EXCEPTION);
    } else {
      made.throwing(STATIC, "<clinit>", "()V", "java/lang/IllegalStateException");
    }
    return made.classFile(driver);
  }

  private void constructor() throws IOException {
    Code code = new Code();
    code.one(ALOAD_0);
    code.with(INVOKESPECIAL, method("java/lang/Object", "<init>", "()V"));
    code.one(RETURN);
    add(PUBLIC, "<init>", "()V", code);
  }

  private void registration() throws IOException {
    Code code = new Code();
    code.with(NEW, type(name));
    code.one(DUP);
    code.with(INVOKESPECIAL, method(name, "<init>", "()V"));
    int register = method("java/sql/DriverManager", "registerDriver", "(Ljava/sql/Driver;)V");
    code.with(INVOKESTATIC, register);
    code.one(RETURN);
    add(STATIC, "<clinit>", "()V", code);
  }

  private void throwing(int access, String method, String descriptor, String exception)
      throws IOException {
    Code code = new Code();
    code.with(NEW, type(exception));
    code.one(DUP);
    code.with(LDC_W, text(message));
    if (exception.equals(SQL_EXCEPTION)) {
      code.with(LDC_W, text(REFUSED));
      String two = "(Ljava/lang/String;Ljava/lang/String;)V";
      code.with(INVOKESPECIAL, method(exception, "<init>", two));
    } else {
      code.with(INVOKESPECIAL, method(exception, "<init>", "(Ljava/lang/String;)V"));
    }
    code.one(ATHROW);
    add(access, method, descriptor, code);
  }

  private byte[] classFile(boolean driver) throws IOException {
    int self = type(name);
    int parent = type("java/lang/Object");
    int driverType = type("java/sql/Driver");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeShort(0);
    out.writeShort(50);
    out.writeShort(count + 1);
    pool.writeTo(out);
    out.writeShort(PUBLIC | SUPER);
    out.writeShort(self);
    out.writeShort(parent);
    out.writeShort(driver ? 1 : 0);
    if (driver) {
      out.writeShort(driverType);
    }
    out.writeShort(0); // Fields.
    out.writeShort(methodCount);
    body.writeTo(out);
    out.writeShort(0); // Attributes.
    return bytes.toByteArray();
  }

  private void add(int access, String method, String descriptor, Code code) throws IOException {
    byte[] instructions = code.bytes.toByteArray();
    methods.writeShort(access);
    methods.writeShort(utf8(method));
    methods.writeShort(utf8(descriptor));
    methods.writeShort(1); // Attributes: the code alone.
    methods.writeShort(utf8("Code"));
    methods.writeInt(12 + instructions.length);
    methods.writeShort(4); // Stack: the exception twice, and two texts.
    methods.writeShort(3); // Variables: this and two parameters.
    methods.writeInt(instructions.length);
    methods.write(instructions);
    methods.writeShort(0); // Handlers.
    methods.writeShort(0); // Attributes of the code.
    methodCount++;
  }

  private int utf8(String text) throws IOException {
    constants.writeByte(UTF8);
    constants.writeUTF(text);
    return ++count;
  }

  private int type(String internalName) throws IOException {
    return reference(CLASS, utf8(internalName));
  }

  private int text(String value) throws IOException {
    return reference(STRING, utf8(value));
  }

  private int reference(int tag, int to) throws IOException {
    constants.writeByte(tag);
    constants.writeShort(to);
    return ++count;
  }

  private int method(String owner, String method, String descriptor) throws IOException {
    int type = type(owner);
    int named = pair(NAME_AND_TYPE, utf8(method), utf8(descriptor));
    return pair(METHOD, type, named);
  }

  private int pair(int tag, int first, int second) throws IOException {
    constants.writeByte(tag);
    constants.writeShort(first);
    constants.writeShort(second);
    return ++count;
  }

  /** The instructions of one method. */
  private static final class Code {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void one(int instruction) {
      bytes.write(instruction);
    }

    /** An instruction with an index into the constants. */
    void with(int instruction, int constant) {
      bytes.write(instruction);
      bytes.write(constant >> 8);
      bytes.write(constant);
    }
  }
}
