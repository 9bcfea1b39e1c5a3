package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request, one connection, one answer of at most 1 MiB, within one deadline. Safe for use by
 * many threads.
 */
final class VaultHttp {

  /** The longest answer that is read, in bytes. A credential's is under 1 KiB. */
  static final int MAX_ANSWER = 1024 * 1024;

  private static final Http1Config CONFIG =
      Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16 * 1024).build();

  private static final int TEMPORARY_REDIRECT = 307;

  private final VaultConnection connection;
  private final VaultSocket sockets;

  VaultHttp(VaultConnection connection) {
    this.connection = connection;
    this.sockets = new VaultSocket(connection);
  }

  VaultConnection connection() {
    return connection;
  }

  /** Sends a request with the connection's own time-out. */
  Answer send(VaultRequest request) throws LeaseException {
    return send(request, connection.timeout());
  }

  /**
   * Sends a request and follows one standby's redirection to the active server.
   *
   * @return the answer, whatever its status
   * @throws LeaseException when there is no answer, or none that is within bounds and JSON
   */
  Answer send(VaultRequest request, Duration timeout) throws LeaseException {
    Deadline deadline = Deadline.in(timeout);
    Redirect redirect = new Redirect();
    Answer answer = exchange(request, connection.address(), deadline, redirect);
    if (answer.status() != TEMPORARY_REDIRECT) {
      return answer;
    }
    VaultAddress active = redirect.target(request, connection);
    answer = exchange(request, active, deadline, redirect);
    if (answer.status() == TEMPORARY_REDIRECT) {
      throw redirect.refused(request, connection, "the server it names redirects as well");
    }
    return answer;
  }

  private Answer exchange(
      VaultRequest request, VaultAddress address, Deadline deadline, Redirect redirect)
      throws LeaseException {
    try (Socket socket = sockets.open(address, deadline)) {
      DefaultBHttpClientConnection http = connection(socket);
      BasicClassicHttpRequest message = message(request, address);
      http.sendRequestHeader(message);
      http.sendRequestEntity(message);
      http.flush();
      ClassicHttpResponse response = http.receiveResponseHeader();
      http.receiveResponseEntity(response);
      redirect.remember(response);
      return answer(request, response);
    } catch (IOException | HttpException e) {
      throw new TransportFault(connection, request, deadline).explain(e);
    }
  }

  /** The parser is given its bounds by hand: a connection does not pass them on to its own. */
  static DefaultBHttpClientConnection connection(Socket socket) throws IOException {
    DefaultBHttpClientConnection http =
        new DefaultBHttpClientConnection(
            CONFIG, null, null, null, null, null, new DefaultHttpResponseParserFactory(CONFIG));
    http.bind(socket);
    return http;
  }

  private BasicClassicHttpRequest message(VaultRequest request, VaultAddress address)
      throws IOException, LeaseException {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method(), request.target(address));
    message.setHeader("Host", address.authority());
    message.setHeader("Connection", "close");
    message.setHeader("Accept", "application/json");
    message.setHeader("User-Agent", "leasehold");
    // Vault agents and proxies that guard against request forgery want this one.
    message.setHeader("X-Vault-Request", "true");
    String namespace = connection.namespace();
    if (namespace != null) {
      message.setHeader("X-Vault-Namespace", namespace);
    }
    Secret token = request.token();
    if (token != null) {
      message.setHeader("X-Vault-Token", token.reveal());
    }
    JsonObject body = request.body();
    if (body != null) {
      byte[] bytes = body.bytes();
      message.setHeader("Content-Type", "application/json");
      message.setHeader("Content-Length", bytes.length);
      message.setEntity(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
    }
    return message;
  }

  private Answer answer(VaultRequest request, ClassicHttpResponse response)
      throws IOException, LeaseException {
    int status = response.getCode();
    byte[] bytes = read(request, response.getEntity());
    if (bytes.length == 0) {
      return new Answer(status, Collections.emptyMap());
    }
    try {
      return new Answer(status, Json.object(bytes));
    } catch (IOException e) {
      if (status / 100 != 2) {
        return new Answer(status, Collections.emptyMap()); // A proxy's page: the status says it.
      }
      throw notJson(request, status);
    }
  }

  private LeaseException notJson(VaultRequest request, int status) {
    return new LeaseException(
        INVALID,
        "Vault answered "
            + status
            + " for "
            + request.path()
            + " with something that is not a whole JSON object; check that VAULT_ADDR names"
            + " Vault's API and no other server (at "
            + connection
            + ")");
  }

  private byte[] read(VaultRequest request, @Nullable HttpEntity entity)
      throws IOException, LeaseException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (entity == null) {
      return out.toByteArray();
    }
    InputStream in = entity.getContent();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > MAX_ANSWER) {
        throw new LeaseException(
            INVALID,
            "Vault's answer for "
                + request.path()
                + " is over 1 MiB; check that VAULT_ADDR names Vault's API and no other server (at "
                + connection
                + ")");
      }
    }
    return out.toByteArray();
  }

  /** Where a standby said that the active server is. */
  private static final class Redirect {

    private String location = "";

    void remember(ClassicHttpResponse response) {
      Header header = response.getFirstHeader("Location");
      location = header == null || header.getValue() == null ? "" : header.getValue();
    }

    VaultAddress target(VaultRequest request, VaultConnection connection) throws LeaseException {
      int path = location.indexOf("/v1/");
      if (path < 0) {
        throw refused(request, connection, "it names no address of Vault's API");
      }
      VaultAddress target;
      try {
        target = VaultAddress.parse(location.substring(0, path));
      } catch (LeaseException e) {
        throw refused(request, connection, "the address it names is not one to send a token to");
      }
      if (connection.address().tls() && !target.tls()) {
        throw refused(request, connection, "it leads from https to plain http");
      }
      return target;
    }

    LeaseException refused(VaultRequest request, VaultConnection connection, String why) {
      return new LeaseException(
          INVALID,
          "Vault answered 307 for "
              + request.path()
              + " and the redirection was not followed: "
              + why
              + "; set api_addr of each Vault server to its https address (at "
              + connection
              + ")");
    }
  }
}
