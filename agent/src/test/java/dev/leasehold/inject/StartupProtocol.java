package dev.leasehold.inject;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The start-up message of PostgreSQL's protocol and of dialects of it, and its refusal with
 * SQLState 28P01. PostgreSQL's documentation, "Message Formats".
 */
final class StartupProtocol implements LoginListener.Protocol {

  /** SSLRequest and GSSENCRequest are such versions, with nothing behind them. */
  private static final int REQUEST_MAJOR = 1234;

  @Override
  public String login(DataInputStream in, DataOutputStream out) throws IOException {
    int length = in.readInt();
    int major = in.readUnsignedShort();
    in.readUnsignedShort();
    if (major == REQUEST_MAJOR) {
      out.writeByte('N');
      return login(in, out);
    }
    byte[] parameters = new byte[length - 8];
    in.readFully(parameters);
    return user(new String(parameters, StandardCharsets.UTF_8).split("\0", -1));
  }

  private static String user(String... namesAndValues) {
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals("user")) {
        return namesAndValues[i + 1];
      }
    }
    return "(nobody)";
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
