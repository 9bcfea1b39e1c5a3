// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.sql.Login;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Oracle's protocol of version 319. Once it is let in, a client sends its whole login in one piece,
 * with its user's name in capitals. Earlier versions wait for answers in between. The client is
 * asked for no password. Found by trial with the driver 23.26.4.
 */
final class OracleProtocol implements Protocol {
  private static final short VERSION = 319;
  private static final byte ACCEPT = 2;

  /** No other services than the database's own are negotiated. */
  private static final byte NO_SERVICES = 4;

  /** Protocol, types and user may come in one piece. */
  private static final int ALL_AT_ONCE = 0x1000_0000;

  private static final int LONGEST_PACKET = 8192;
  private static final int HEADER = 8;

  /** Where CONNECT says how long its description is, and where that begins: behind it if long. */
  private static final int DESCRIPTION_LENGTH_AT = 24;

  /** The first call of a login, OSESSKEY: its type and its number. */
  private static final String LOGIN_CALL = "\u0003v";

  private static final int USER_LENGTH_AT = 6;

  /** The first of the values that follow the user's name, with its length, twice. */
  private static final String AFTER_USER = "\u0001\r\rAUTH_TERMINAL";

  @Override
  public void converse(DataInputStream in, OutputStream out, Consumer<Login> logins)
      throws IOException {
    connect(in);
    out.write(accept());
    byte[] messages = in.readNBytes(Math.min(in.readInt(), LONGEST_PACKET) - Integer.BYTES);
    logins.accept(new Login(user(new String(messages, StandardCharsets.ISO_8859_1)), ""));
  }

  @Override
  public String sent(String password) {
    return "";
  }

  private static void connect(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    ByteBuffer packet = ByteBuffer.allocate(length);
    in.readFully(packet.array(), Short.BYTES, length - Short.BYTES);
    int description = packet.getShort(DESCRIPTION_LENGTH_AT);
    int from = packet.getShort(DESCRIPTION_LENGTH_AT + Short.BYTES);
    if (from + description > length) {
      in.readNBytes(in.readUnsignedShort() - Short.BYTES);
    }
  }

  private static byte[] accept() {
    ByteBuffer packet = ByteBuffer.allocate(61);
    packet.putShort((short) packet.capacity()).putShort((short) 0).put(ACCEPT);
    packet.position(HEADER);
    packet.putShort(VERSION).putShort((short) 0);
    packet.putShort((short) LONGEST_PACKET).putShort(Short.MAX_VALUE).putShort((short) 1);
    packet.putShort((short) 0).putShort((short) packet.capacity()); // No description.
    packet.put(NO_SERVICES);
    packet.position(32); // No time-out.
    packet.putInt(LONGEST_PACKET).putInt(LONGEST_PACKET).put((byte) 0).putInt(ALL_AT_ONCE);
    return packet.array(); // The identifier of the database is nought.
  }

  /** The call's parameters, in front of the user's name, begin with the length of that. */
  private static String user(String messages) throws IOException {
    int end = messages.indexOf(AFTER_USER);
    int call = messages.lastIndexOf(LOGIN_CALL, end);
    if (call < 0) {
      throw new IOException("the client names no user at once");
    }
    return messages.substring(end - messages.charAt(call + USER_LENGTH_AT), end);
  }
}
