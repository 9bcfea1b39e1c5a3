// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A login in the clear to SQL Server, and its refusal by SQL Server's error 18456. MS-TDS, 2.2.6.4
 * and .5.
 */
final class TdsProtocol implements LoginListener.Protocol {

  private static final int RESPONSE = 4;
  private static final int HEADER = 8;

  /** Of LOGIN7, from its beginning: where user name and its length in characters stand. */
  private static final int USER_OFFSET = 40;

  /** The same of the database. */
  private static final int DATABASE_OFFSET = 68;

  private final @Nullable Integer routePort;

  /** Makes a server that refuses logins. */
  TdsProtocol() {
    this(null);
  }

  /** Makes a server that lets its clients in and sends them on to another port. */
  TdsProtocol(@Nullable Integer routePort) {
    this.routePort = routePort;
  }

  @Override
  public LoginListener.Attempt login(DataInputStream in, DataOutputStream out) throws IOException {
    read(in);
    // VERSION at 11, 6 bytes; ENCRYPTION at 17, 1 byte: not supported.
    out.write(packet(new byte[] {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, -1, 16, 0, 0, 0, 0, 0, 2}));
    ByteBuffer login = ByteBuffer.wrap(read(in)).order(ByteOrder.LITTLE_ENDIAN);
    String database = text(login, DATABASE_OFFSET);
    return new LoginListener.Attempt(
        text(login, USER_OFFSET), database.isEmpty() ? null : database);
  }

  private static String text(ByteBuffer login, int at) {
    int offset = login.getShort(at);
    int bytes = 2 * login.getShort(at + 2);
    return new String(login.array(), offset, bytes, StandardCharsets.UTF_16LE);
  }

  @Override
  public void refuse(DataOutputStream out) throws IOException {
    out.write(packet(routePort == null ? loginFailed() : routed(routePort)));
  }

  private static byte[] read(DataInputStream in) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    boolean last;
    do {
      in.readByte();
      last = in.readByte() == 1;
      byte[] part = new byte[in.readUnsignedShort() - HEADER];
      in.skipBytes(4);
      in.readFully(part);
      message.writeBytes(part);
    } while (!last);
    return message.toByteArray();
  }

  private static byte[] packet(byte[] content) {
    return ByteBuffer.allocate(HEADER + content.length)
        .put((byte) RESPONSE)
        .put((byte) 1)
        .putShort((short) (HEADER + content.length))
        .putInt(0)
        .put(content)
        .array();
  }

  /** A LOGINACK token, an ENVCHANGE token of the type 20 and a DONE token: MS-TDS, 2.2.7.9. */
  private static byte[] routed(int port) {
    byte[] name = "SQL".getBytes(StandardCharsets.UTF_16LE);
    byte[] server = "127.0.0.1".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer tokens = ByteBuffer.allocate(3 + 10 + name.length + 3 + 10 + server.length + 13);
    tokens.order(ByteOrder.LITTLE_ENDIAN);
    tokens.put((byte) 0xAD).putShort((short) (10 + name.length)).put((byte) 1);
    tokens.put(new byte[] {0x74, 0, 0, 4}).put((byte) (name.length / 2)).put(name);
    tokens.put(new byte[] {16, 0, 0, 0});
    tokens.put((byte) 0xE3).putShort((short) (10 + server.length)).put((byte) 20);
    tokens.putShort((short) (5 + server.length)).put((byte) 0).putShort((short) port);
    tokens.putShort((short) (server.length / 2)).put(server).putShort((short) 0);
    tokens.put((byte) 0xFD);
    return tokens.array();
  }

  /** An ERROR token and a DONE token that says that there was an error. */
  private static byte[] loginFailed() {
    byte[] text = "Login failed".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer tokens = ByteBuffer.allocate(3 + 4 + 2 + 2 + text.length + 2 + 4 + 13);
    tokens.order(ByteOrder.LITTLE_ENDIAN);
    tokens.put((byte) 0xAA).putShort((short) (4 + 2 + 2 + text.length + 2 + 4));
    tokens.putInt(18456).put((byte) 1).put((byte) 14);
    tokens.putShort((short) (text.length / 2)).put(text);
    tokens.put((byte) 0).put((byte) 0).putInt(1);
    tokens.put((byte) 0xFD).putShort((short) 2);
    return tokens.array();
  }
}
