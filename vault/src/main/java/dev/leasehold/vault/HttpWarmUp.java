// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.LeaseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.HttpException;

/**
 * An exchange with nobody, so that the classes of HTTP and JSON are loaded and have run once before
 * a connection waits for them.
 */
final class HttpWarmUp {

  private static final String BODY = "{\"auth\":{\"num_uses\":0},\"renewable\":true}";
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;

  private HttpWarmUp() {}

  static void run(VaultConnection connection) throws IOException, HttpException, LeaseException {
    JsonObject body = new JsonObject().with("increment", 1L).with("lease_id", "none");
    VaultRequest request = VaultRequest.put("sys/leases/renew", body);
    HttpExchange exchange =
        new HttpExchange(
            connection,
            request,
            Deadline.in(Duration.ofSeconds(1)),
            new CorrelationIds(RequestOrigin.UNKNOWN));
    try (BoundedSocket nowhere = BoundedSocket.unconnected();
        Socket canned = new CannedSocket()) {
      exchange
          .over(new HttpConnection(connection.address(), nowhere, canned))
          .number("auth", "num_uses");
    }
  }

  /** Gives the same answer to every request, and sends nothing. */
  private static final class CannedSocket extends Socket {

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }
  }
}
