// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.json.Json;
import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Collections;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/** One request and its answer of at most 1 MiB. Not safe for use by several threads. */
final class HttpExchange {

  /** RFC 9110, 15.2, lets a server send any number of them; no more than a few make sense. */
  private static final int MAX_INTERIM = 8;

  private static final int SWITCHING_PROTOCOLS = 101;

  private final VaultConnection connection;
  private final VaultRequest request;
  private final Deadline deadline;
  private final CorrelationIds ids;
  private String correlationId = "";
  private String location = "";
  private boolean leavesOpen;

  HttpExchange(
      VaultConnection connection, VaultRequest request, Deadline deadline, CorrelationIds ids) {
    this.connection = connection;
    this.request = request;
    this.deadline = deadline;
    this.ids = ids;
  }

  Deadline deadline() {
    return deadline;
  }

  /**
   * Returns the correlation id of the request that was sent last, in whole or in part; else empty.
   */
  String correlationId() {
    return correlationId;
  }

  /** Returns where the last answer redirects to; empty when nowhere. */
  String location() {
    return location;
  }

  /** Returns whether the server lets another request follow the last answer. */
  boolean leavesOpen() {
    return leavesOpen;
  }

  boolean mayBeRepeated() {
    return request.isRepeatable();
  }

  /** Sends the request over a connection, and reads the final answer. */
  VaultResponse over(HttpConnection channel) throws IOException, HttpException, LeaseException {
    leavesOpen = false;
    DefaultBHttpClientConnection http = channel.http(deadline);
    BasicClassicHttpRequest message = message(channel.address());
    ClassicHttpResponse response;
    try {
      http.sendRequestHeader(message);
      http.sendRequestEntity(message);
      http.flush();
      response = finalResponse(http);
    } catch (SocketException cut) {
      throw channel.isNewAndSecured() ? lastWord(http, cut) : cut;
    }
    if (MessageSupport.canResponseHaveBody(request.method(), response)) {
      http.receiveResponseEntity(response); // Else it would be read to the end of the connection.
    }
    Header header = response.getFirstHeader("Location");
    location = header == null || header.getValue() == null ? "" : header.getValue();
    VaultResponse answer = answer(response);
    channel.answered();
    leavesOpen =
        DefaultConnectionReuseStrategy.INSTANCE.keepAlive(
            message, response, HttpCoreContext.create());
    return answer;
  }

  /** A server that refuses a client's certificate hangs up after TLS 1.3's handshake. */
  private static IOException lastWord(DefaultBHttpClientConnection http, SocketException cut)
      throws HttpException {
    IOException word = new HungUpException(cut);
    try {
      http.receiveResponseHeader();
    } catch (SSLException why) {
      word = why;
    } catch (IOException silence) {
      word.addSuppressed(silence);
    }
    return word;
  }

  /** Interim answers (1xx) announce the final answer and are passed over. */
  static ClassicHttpResponse finalResponse(DefaultBHttpClientConnection http)
      throws IOException, HttpException {
    for (int interim = 0; interim <= MAX_INTERIM; interim++) {
      ClassicHttpResponse response = http.receiveResponseHeader();
      if (response.getCode() == SWITCHING_PROTOCOLS) {
        throw new ProtocolException("a change of protocol that nobody asked for");
      }
      if (response.getCode() / 100 != 1) {
        return response;
      }
    }
    throw new ProtocolException("more than " + MAX_INTERIM + " interim answers");
  }

  private BasicClassicHttpRequest message(VaultAddress address) throws IOException, LeaseException {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method(), request.target(address));
    message.setHeader("Host", address.authority());
    message.setHeader("Accept", "application/json");
    message.setHeader("User-Agent", ids.userAgent());
    correlationId = ids.next();
    message.setHeader(CorrelationIds.HEADER, ids.header(correlationId));
    // Vault agents and proxies that guard against request forgery want this header.
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

  private VaultResponse answer(ClassicHttpResponse response) throws IOException, LeaseException {
    int status = response.getCode();
    byte[] bytes = read(response.getEntity());
    if (bytes.length == 0) {
      return new VaultResponse(status, Collections.emptyMap(), correlationId);
    }
    try {
      return new VaultResponse(status, Json.object(bytes), correlationId);
    } catch (IOException e) {
      if (status / 100 != 2) {
        // A proxy's page: the status says it.
        return new VaultResponse(status, Collections.emptyMap(), correlationId);
      }
      throw unlikeVault(
          "Vault answered "
              + status
              + " for "
              + request.path()
              + " with something that is not a whole JSON object");
    }
  }

  private LeaseException unlikeVault(String what) {
    return new LeaseException(
        INVALID,
        what
            + "; check that VAULT_ADDR names Vault's API and no other server (at "
            + connection
            + ")",
        null,
        correlationId);
  }

  private byte[] read(@Nullable HttpEntity entity) throws IOException, LeaseException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (entity == null) {
      return out.toByteArray();
    }
    InputStream in = entity.getContent();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > VaultHttp.MAX_ANSWER) {
        throw unlikeVault("Vault's answer for " + request.path() + " is over 1 MiB");
      }
    }
    return out.toByteArray();
  }
}
