// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.logging.Logger;
import java.util.zip.ZipEntry;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A driver of a known name that is not built as known: {@code org.postgresql.Driver} inherits
 * {@code connect} from here.
 */
public class StrangeDriver implements Driver {

  static final String ASKED = "the driver was asked with the password ";

  /** Registers itself, as drivers do. */
  protected StrangeDriver() throws SQLException {
    DriverManager.registerDriver(this);
  }

  static Path packaged(Path folder) throws IOException {
    Path jar = folder.resolve("strange.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(file)) {
      to.putNextEntry(new ZipEntry("org/postgresql/Driver.class"));
      to.write(subclass());
      to.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
      to.write("org.postgresql.Driver\n".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static byte[] subclass() {
    String base = Type.getInternalName(StrangeDriver.class);
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "org/postgresql/Driver", null, base, null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, base, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(1, 1);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    throw new SQLException(ASKED + info.getProperty("password"), "99999");
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:postgresql:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }
}
