// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.sql.Login;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * The handshake of MySQL and MariaDB ("Connection Phase" in MySQL's documentation of its source):
 * takes no encryption, and has the password scrambled by {@code mysql_native_password}.
 */
final class MysqlProtocol implements Protocol {
  private static final String NONCE = "a nonce of 20 bytes.";
  private static final int NONCE_START = 8;
  private static final String PLUGIN = "mysql_native_password";

  /**
   * Protocol 4.1, with a database, transactions, results of several statements, plugins; no TLS.
   */
  private static final int CAPABILITIES = 0x000b_a20f;

  private static final int UTF8 = 33;
  private static final int AUTOCOMMIT = 2;
  private static final int RESERVED = 10;
  private static final int BEFORE_USER = 32;
  private static final short ACCESS_DENIED = 1045;

  @Override
  public void converse(DataInputStream in, OutputStream out, Consumer<Login> logins)
      throws IOException {
    send(out, 0, greeting());
    byte[] response = packet(in);
    int userEnd = BEFORE_USER;
    while (response[userEnd] != 0) {
      userEnd++;
    }
    int from = userEnd + 2;
    int length = response[userEnd + 1] & 0xff;
    String scrambled = HexFormat.of().formatHex(response, from, from + length);
    logins.accept(new Login(ascii(response, BEFORE_USER, userEnd), scrambled));
    ByteBuffer refusal = buffer();
    refusal.put((byte) 0xff).putShort(ACCESS_DENIED).put(bytes("#28000this is a stand-in"));
    send(out, 2, refusal);
  }

  /** The digest of the password, XOR the digest of the nonce with the digest's digest. */
  @Override
  public String sent(String password) {
    byte[] hash = sha1(bytes(password));
    byte[] mask = sha1(bytes(NONCE), sha1(hash));
    for (int i = 0; i < hash.length; i++) {
      hash[i] ^= mask[i];
    }
    return HexFormat.of().formatHex(hash);
  }

  private static ByteBuffer greeting() {
    ByteBuffer greeting = buffer();
    greeting.put((byte) 10).put(bytes("8.0.36\0")).putInt(1);
    greeting.put(bytes(NONCE.substring(0, NONCE_START) + '\0'));
    greeting.putShort((short) CAPABILITIES).put((byte) UTF8).putShort((short) AUTOCOMMIT);
    greeting.putShort((short) (CAPABILITIES >> Short.SIZE)).put((byte) (NONCE.length() + 1));
    greeting.put(new byte[RESERVED]).put(bytes(NONCE.substring(NONCE_START) + '\0'));
    return greeting.put(bytes(PLUGIN + '\0'));
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void send(OutputStream out, int sequence, ByteBuffer content) throws IOException {
    ByteBuffer packet = buffer();
    packet.putInt(content.position() | sequence << 24);
    packet.put(content.array(), 0, content.position());
    out.write(packet.array(), 0, packet.position());
  }

  private static byte[] packet(DataInputStream in) throws IOException {
    int header = Integer.reverseBytes(in.readInt());
    return in.readNBytes(header & 0xff_ffff);
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String ascii(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }
}
