// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.sql.Login;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * SQL Server's protocol ([MS-TDS]): its PRELOGIN takes no encryption, so that LOGIN7 comes in the
 * clear; a client has to allow that ({@code encrypt=false}).
 */
final class TdsProtocol implements Protocol {
  private static final int RESPONSE = 4;
  private static final int LAST_PACKET = 1;
  private static final int HEADER = 8;
  private static final int USER_AT = 40;
  private static final int PASSWORD_AT = 44;
  private static final int OBFUSCATION = 0xa5;
  private static final int LOGIN_FAILED = 18456;

  /**
   * Where version and encryption are in the next bytes, the version 16.0, encryption not supported.
   */
  private static final byte[] PRELOGIN = {
    0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xff, 16, 0, 0, 0, 0, 0, 2
  };

  @Override
  public void converse(DataInputStream in, OutputStream out, Consumer<Login> logins)
      throws IOException {
    message(in);
    send(out, PRELOGIN);
    ByteBuffer login = ByteBuffer.wrap(message(in)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] password = field(login, PASSWORD_AT);
    for (int i = 0; i < password.length; i++) {
      int swapped = (password[i] & 0xff) ^ OBFUSCATION;
      password[i] = (byte) (swapped << 4 | swapped >> 4);
    }
    logins.accept(new Login(text(field(login, USER_AT)), text(password)));
    send(out, refusal());
  }

  @Override
  public String sent(String password) {
    return password;
  }

  /** An ERROR token, then DONE. */
  private static byte[] refusal() {
    byte[] text = "this is a stand-in".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer tokens = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    tokens.put((byte) 0xaa).putShort((short) (14 + text.length)).putInt(LOGIN_FAILED);
    tokens.put((byte) 1).put((byte) 14).putShort((short) (text.length / 2)).put(text);
    tokens.putShort((short) 0).putInt(1);
    tokens.put((byte) 0xfd).putShort((short) 2).putShort((short) 0).putLong(0);
    byte[] whole = new byte[tokens.position()];
    tokens.flip().get(whole);
    return whole;
  }

  /** A field's offset and its length in characters of two bytes. */
  private static byte[] field(ByteBuffer login, int at) {
    byte[] field = new byte[2 * login.getShort(at + 2)];
    login.get(login.getShort(at), field);
    return field;
  }

  private static String text(byte[] field) {
    return new String(field, StandardCharsets.UTF_16LE);
  }

  private static byte[] message(DataInputStream in) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int status = 0;
    while ((status & LAST_PACKET) == 0) {
      in.readByte();
      status = in.readByte();
      int length = in.readUnsignedShort() - HEADER;
      in.readInt();
      message.write(in.readNBytes(length));
    }
    return message.toByteArray();
  }

  private static void send(OutputStream out, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream packet = new DataOutputStream(bytes);
    packet.writeByte(RESPONSE);
    packet.writeByte(LAST_PACKET);
    packet.writeShort(HEADER + content.length);
    packet.writeInt(1 << Byte.SIZE);
    packet.write(content);
    out.write(bytes.toByteArray());
  }
}
