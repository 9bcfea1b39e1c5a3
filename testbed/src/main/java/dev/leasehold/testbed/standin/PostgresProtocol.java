// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.sql.Login;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * PostgreSQL's protocol 3 ("Message Formats" in its manual): takes no encryption, and asks for the
 * password in clear text.
 */
final class PostgresProtocol implements Protocol {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;
  private static final int CLEARTEXT_PASSWORD = 3;
  private static final int LENGTH = 4;
  private static final int LONGEST = 10_000;

  @Override
  public void converse(DataInputStream in, OutputStream out, Consumer<Login> logins)
      throws IOException {
    byte[] message = message(in);
    while (code(message) == SSL_REQUEST || code(message) == GSS_REQUEST) {
      out.write('N');
      message = message(in);
    }
    String user = user(message);
    String password = "";
    try {
      answer(out, 'R', new byte[] {0, 0, 0, CLEARTEXT_PASSWORD});
      in.readByte();
      password = text(message(in));
    } finally {
      logins.accept(new Login(user, password));
    }
    String refusal = "SFATAL\0C28P01\0Mthis is a stand-in\0\0";
    answer(out, 'E', refusal.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String sent(String password) {
    return password;
  }

  private static byte[] message(DataInputStream in) throws IOException {
    int length = in.readInt() - LENGTH;
    if (length < 0 || length > LONGEST) {
      throw new IOException("not PostgreSQL's protocol: a message of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private static int code(byte[] message) {
    int code = 0;
    for (int i = 0; i < LENGTH; i++) {
      code = code << Byte.SIZE | message[i] & 0xff;
    }
    return code;
  }

  /** The parameters of a startup message are names and values by turns. */
  private static String user(byte[] startup) {
    String parameters =
        new String(startup, LENGTH, startup.length - LENGTH, StandardCharsets.UTF_8);
    String[] texts = parameters.split("\0", -1);
    int name = Arrays.asList(texts).indexOf("user");
    return name < 0 ? "" : texts[name + 1];
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8).replace("\0", "");
  }

  private static void answer(OutputStream out, char type, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream message = new DataOutputStream(bytes);
    message.writeByte(type);
    message.writeInt(LENGTH + content.length);
    message.write(content);
    out.write(bytes.toByteArray());
  }
}
