// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The start-up message of PostgreSQL's protocol and of dialects of it, and its refusal with
 * SQLState 28P01. PostgreSQL's documentation, "Message Formats".
 */
final class StartupProtocol implements LoginListener.Protocol {

  /** SSLRequest and GSSENCRequest are such versions, with nothing behind them. */
  private static final int REQUEST_MAJOR = 1234;

  @Override
  public LoginListener.Attempt login(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    int major = in.readUnsignedShort();
    in.readUnsignedShort();
    if (major == REQUEST_MAJOR) {
      out.writeByte('N');
      return login(in, out);
    }
    byte[] parameters = new byte[length - 8];
    in.readFully(parameters);
    String[] namesAndValues = new String(parameters, StandardCharsets.UTF_8).split("\0", -1);
    String user = value("user", namesAndValues);
    if (user == null) {
      return LoginListener.Attempt.NONE;
    }
    // "database: defaults to the user name"; the server takes an empty database for none.
    String database = value("database", namesAndValues);
    return new LoginListener.Attempt(
        user, database == null || database.isEmpty() ? user : database);
  }

  private static @Nullable String value(String name, String... namesAndValues) {
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals(name)) {
        return namesAndValues[i + 1];
      }
    }
    return null;
  }

  @Override
  public void refuse(DataOutputStream out) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.writeBytes("SFATAL\0C28P01\0Mlogin failed\0\0".getBytes(StandardCharsets.US_ASCII));
    out.writeByte('E');
    out.writeInt(4 + fields.size());
    fields.writeTo(out);
  }
}
