// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** A call of Vault's API: method, path after {@code /v1/}, token, JSON body. Immutable. */
final class VaultRequest {

  private final String method;
  private final String path;
  private final @Nullable JsonObject body;
  private final @Nullable Secret token;
  private final boolean repeatable;

  private VaultRequest(
      String method,
      String path,
      @Nullable JsonObject body,
      @Nullable Secret token,
      boolean repeatable) {
    this.method = method;
    this.path = path;
    this.body = body;
    this.token = token;
    this.repeatable = repeatable;
  }

  static VaultRequest get(String path) {
    return new VaultRequest("GET", path, null, null, false);
  }

  static VaultRequest put(String path, JsonObject body) {
    return new VaultRequest("PUT", path, body, null, false);
  }

  /** Returns the same request made with a token. */
  VaultRequest as(Secret owner) {
    return new VaultRequest(method, path, body, owner, repeatable);
  }

  /** Returns the same request, marked as leaving nothing behind when Vault gets it twice. */
  VaultRequest repeatable() {
    return new VaultRequest(method, path, body, token, true);
  }

  /** Returns whether Vault may get the request twice: no role and no token is made by it. */
  boolean isRepeatable() {
    return repeatable;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  @Nullable JsonObject body() {
    return body;
  }

  @Nullable Secret token() {
    return token;
  }

  /** Returns the path as it goes over the wire, under the address's prefix. */
  String target(VaultAddress address) throws LeaseException {
    try {
      return address.prefix() + new URI(null, null, "/v1/" + path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new LeaseException(
          LeaseException.Kind.INVALID, "the path " + path + " cannot be part of a URL", e);
    }
  }
}
