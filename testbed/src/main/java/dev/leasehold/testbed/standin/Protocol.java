// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.standin;

import dev.leasehold.testbed.sql.Login;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A database's protocol, up to the refusal of the login. */
interface Protocol {

  /**
   * Leads a client on until it has sent its login, and refuses it.
   *
   * @param logins told of user and password, before the client is answered
   * @throws IOException if the client goes before
   */
  void converse(DataInputStream in, OutputStream out, Consumer<Login> logins) throws IOException;

  /** The text that a client with this password sends, as in {@link Login#password} of its login. */
  String sent(String password);
}
