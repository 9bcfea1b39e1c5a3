// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A login in the clear to MySQL. "Protocol::HandshakeV10" in its source's documentation. */
final class HandshakeProtocol implements LoginListener.Protocol {

  private static final int HEADER = 4;

  /** Of HandshakeResponse41: capabilities, longest packet, character set, filler. */
  private static final int USER_AT = 4 + 4 + 1 + 23;

  /** Of the capabilities: a database stands behind the answer to the salt. */
  private static final int CONNECT_WITH_DB = 0x8;

  private final @Nullable String redirectUrl;

  /** Makes a server that refuses logins. */
  HandshakeProtocol() {
    this(null);
  }

  /** Makes a server that lets its clients in and tells them of another server, as MariaDB's may. */
  HandshakeProtocol(@Nullable String redirectUrl) {
    this.redirectUrl = redirectUrl;
  }

  @Override
  public LoginListener.Attempt login(DataInputStream in, DataOutputStream out) throws IOException {
    out.write(packet(0, greeting()));
    out.flush();
    byte[] header = new byte[HEADER];
    in.readFully(header);
    byte[] login =
        new byte[(header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16];
    in.readFully(login);
    if (login.length < USER_AT) {
      return LoginListener.Attempt.NONE;
    }
    String user = text(login, USER_AT);
    int capabilities = (login[0] & 0xFF) | (login[1] & 0xFF) << 8;
    int answerAt = USER_AT + user.getBytes(StandardCharsets.UTF_8).length + 1;
    String database = text(login, answerAt + 1 + (login[answerAt] & 0xFF));
    boolean named = (capabilities & CONNECT_WITH_DB) != 0 && !database.isEmpty();
    return new LoginListener.Attempt(user, named ? database : null);
  }

  /** Returns the text up to a zero byte. */
  private static String text(byte[] login, int from) {
    int end = from;
    while (end < login.length && login[end] != 0) {
      end++;
    }
    return new String(login, from, end - from, StandardCharsets.UTF_8);
  }

  /** PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH, CONNECT_WITH_DB, LONG_PASSWORD; no TLS. */
  private byte[] greeting() {
    ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    greeting.write(10);
    greeting.writeBytes("8.0.40\0".getBytes(StandardCharsets.US_ASCII));
    greeting.writeBytes(new byte[] {1, 0, 0, 0});
    greeting.writeBytes("saltsalt".getBytes(StandardCharsets.US_ASCII));
    greeting.write(0);
    greeting.writeBytes(new byte[] {0x0D | (byte) 0x20, (byte) 0x82}); // Lower capabilities.
    greeting.writeBytes(new byte[] {45, 2, 0}); // utf8mb4; autocommit.
    int track = redirectUrl == null ? 0 : 0x80; // SESSION_TRACK
    greeting.writeBytes(new byte[] {(byte) (0x08 | track), 0x00}); // Upper capabilities.
    greeting.write(21);
    greeting.writeBytes(new byte[10]);
    greeting.writeBytes("saltsaltsalt\0".getBytes(StandardCharsets.US_ASCII));
    greeting.writeBytes("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
    return greeting.toByteArray();
  }

  private static byte[] packet(int sequence, byte[] content) {
    byte[] packet = new byte[HEADER + content.length];
    packet[0] = (byte) content.length;
    packet[1] = (byte) (content.length >> 8);
    packet[3] = (byte) sequence;
    System.arraycopy(content, 0, packet, HEADER, content.length);
    return packet;
  }

  @Override
  public void refuse(DataOutputStream out) throws IOException {
    if (redirectUrl != null) {
      out.write(packet(2, accepted(redirectUrl)));
      return;
    }
    byte[] text = "#28000Access denied".getBytes(StandardCharsets.US_ASCII);
    byte[] content = new byte[3 + text.length];
    content[0] = (byte) 0xFF;
    content[1] = (byte) 1045;
    content[2] = (byte) (1045 >> 8);
    System.arraycopy(text, 0, content, 3, text.length);
    out.write(packet(2, content));
  }

  /** OK_Packet, with the changed variable {@code redirect_url} as the session's state. */
  private static byte[] accepted(String redirectUrl) {
    ByteArrayOutputStream variable = new ByteArrayOutputStream();
    variable.write("redirect_url".length());
    variable.writeBytes("redirect_url".getBytes(StandardCharsets.US_ASCII));
    variable.write(redirectUrl.length());
    variable.writeBytes(redirectUrl.getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream ok = new ByteArrayOutputStream();
    ok.writeBytes(new byte[] {0, 0, 0, 2, 0x40, 0, 0, 0}); // Autocommit; a state has changed.
    ok.write(2 + variable.size());
    ok.write(0); // A system variable.
    ok.write(variable.size());
    ok.writeBytes(variable.toByteArray());
    return ok.toByteArray();
  }
}
