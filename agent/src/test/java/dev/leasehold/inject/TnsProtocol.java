// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first packet of Oracle's protocol, CONNECT, which says where the client wants to go and not
 * which user it is. It has a header of eight bytes, the first two of which are the length. A
 * description in parentheses follows, behind the packet where it is long. Found by trial with 12.2,
 * 19.29, 21.24 and 23.26.4.
 */
final class TnsProtocol implements LoginListener.Protocol {

  /** Stands for the user, as none is named before the server has answered. */
  private static final String NOBODY_YET = "(nobody yet)";

  /** Of REDIRECT. */
  private static final int REDIRECT = 5;

  private static final int HEADER = 8;

  private static final Pattern SERVICE =
      Pattern.compile("\\((?:SERVICE_NAME|SID)=([^()]*)\\)", Pattern.CASE_INSENSITIVE);

  /** The first bytes of a client that speaks TLS, a handshake: RFC 8446, section 5.1. */
  private static final int TLS = 0x1603;

  /** The first bytes of a client that takes this for an HTTP proxy, {@code CONNECT}. */
  private static final int HTTP = 'C' << 8 | 'O';

  private final @Nullable Integer redirectPort;

  /** Makes a server that answers nothing. */
  TnsProtocol() {
    this(null);
  }

  /** Makes a listener that sends its clients on, as that of a cluster does. */
  TnsProtocol(@Nullable Integer redirectPort) {
    this.redirectPort = redirectPort;
  }

  @Override
  public LoginListener.Attempt login(DataInputStream in, DataOutputStream out) throws IOException {
    StringBuilder received = new StringBuilder();
    while (received.indexOf("(CONNECT_DATA=") < 0) {
      int length = in.readUnsignedShort();
      if (length == TLS || length == HTTP) {
        return LoginListener.Attempt.NONE;
      }
      byte[] packet = new byte[Math.max(0, length - 2)];
      in.readFully(packet);
      received.append(new String(packet, StandardCharsets.ISO_8859_1));
    }
    Matcher service = SERVICE.matcher(received);
    return new LoginListener.Attempt(NOBODY_YET, service.find() ? service.group(1) : null);
  }

  /** Nobody is refused by name before a server has answered; some are sent on. */
  @Override
  public void refuse(DataOutputStream out) throws IOException {
    if (redirectPort != null) {
      String address = "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=" + redirectPort + "))";
      out.writeShort(HEADER + 2 + address.length());
      out.writeShort(0);
      out.writeByte(REDIRECT);
      out.write(new byte[3]);
      out.writeShort(address.length());
      out.write(address.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
