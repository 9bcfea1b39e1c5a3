// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.standin.StandIn;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where connections of one subprotocol are meant to go, and where they must not arrive as a lease.
 * The forbidden places are the same port of another host, and another port of the same host. The
 * port that the driver takes where none is named is forbidden, too.
 */
final class Places implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTE = 255;

  /**
   * Of the 127.0.0.0/8 of this machine's loopback; an address that no other test has at the same
   * time.
   */
  private final String evil =
      "127.%d.%d.%d"
          .formatted(RANDOM.nextInt(1, BYTE), RANDOM.nextInt(BYTE), RANDOM.nextInt(1, BYTE));

  private final int port;
  private final int closed = Ports.free();
  private final List<StandIn> everywhere = new ArrayList<>();
  private final StandIn atOtherPort;
  private final @Nullable StandIn meant;

  private Places(int port, @Nullable StandIn meant, Function<InetSocketAddress, StandIn> standIn) {
    this.port = port;
    this.meant = meant;
    this.atOtherPort = standIn.apply(new InetSocketAddress(HOST, 0));
    everywhere.add(atOtherPort);
    everywhere.add(standIn.apply(new InetSocketAddress(evil, port)));
  }

  /** Around a real server at a port of {@link #HOST}. */
  static Places around(int port, Function<InetSocketAddress, StandIn> standIn) {
    return new Places(port, null, standIn);
  }

  /**
   * Around a stand-in for the server that is meant. The drivers' own port is left out where a
   * server of this machine has it at each address.
   *
   * @param defaultPort the port that drivers take where none is named
   */
  static Places around(Function<InetSocketAddress, StandIn> standIn, int defaultPort) {
    StandIn meant = standIn.apply(new InetSocketAddress(HOST, Ports.free()));
    Places places = new Places(meant.port(), meant, standIn);
    try {
      places.everywhere.add(standIn.apply(new InetSocketAddress(places.evil, defaultPort)));
    } catch (TestBedException taken) {
      if (!(taken.getCause() instanceof BindException)) {
        throw taken;
      }
    }
    return places;
  }

  /** Puts hosts and ports into a line of the table. */
  String fill(String text) {
    return text.replace("{db}", HOST + ":" + port)
        .replace("{host}", HOST)
        .replace("{port}", Integer.toString(port))
        .replace("{evil}", evil)
        .replace("{evil-port}", Integer.toString(atOtherPort.port()))
        .replace("{closed}", Integer.toString(closed));
  }

  /** Returns the logins where the pattern means them, if a stand-in is there. */
  List<Login> loginsWhereMeant() {
    return meant == null ? List.of() : meant.logins();
  }

  /** Returns the logins anywhere else. */
  List<Login> logins() {
    return everywhere.stream().map(StandIn::logins).flatMap(List::stream).toList();
  }

  /** Returns whether a text has arrived anywhere else. */
  boolean haveReceived(String text) {
    return everywhere.stream().anyMatch(standIn -> standIn.hasReceived(text));
  }

  /** Returns an account as these stand-ins show its login. */
  Login sent(Login login) {
    return atOtherPort.sent(login);
  }

  @Override
  public void close() {
    everywhere.forEach(StandIn::close);
    if (meant != null) {
      meant.close();
    }
  }
}
