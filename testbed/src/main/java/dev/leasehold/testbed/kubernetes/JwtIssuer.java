// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.testbed.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.net.JsonHttp;
import dev.leasehold.testbed.tls.Keys;
import dev.leasehold.testbed.tls.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Signs tokens like the tokens that Kubernetes projects into pods (RS256, the same claims), with a
 * key of its own. Safe for use by many threads.
 */
public final class JwtIssuer {
  /** The {@code iss} claim of a cluster whose API server is not told another. */
  public static final String CLUSTER = "https://kubernetes.default.svc.cluster.local";

  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final String name;
  private final KeyPair keys;

  /** An issuer with a new key, named as a cluster's API server names itself. */
  public JwtIssuer() {
    this(CLUSTER, Keys.rsa());
  }

  /** An issuer with the given {@code iss} claim and RSA key. */
  public JwtIssuer(String name, KeyPair keys) {
    this.name = name;
    this.keys = keys;
  }

  /** The {@code iss} claim. */
  public String name() {
    return name;
  }

  /** The key that verifies the tokens, in PEM. */
  public String publicKey() {
    return Pem.key(keys.getPublic());
  }

  /** A token with audience {@code vault} that lives for an hour. */
  public String token(ServiceAccount account) {
    return token(account, ServiceAccount.VAULT_AUDIENCE, Duration.ofHours(1));
  }

  /** A token; a negative life gives a token that has expired so long ago. */
  public String token(ServiceAccount account, String audience, Duration life) {
    Instant now = Instant.now();
    Instant issued = life.isNegative() ? now.plus(life).minus(Duration.ofHours(1)) : now;
    Map<String, Object> kubernetes =
        Map.of(
            "namespace", account.namespace(),
            "serviceaccount", Map.of("name", account.name()));
    Map<String, Object> claims =
        Map.of(
            "iss", name,
            "sub", account.subject(),
            "aud", List.of(audience),
            "iat", issued.getEpochSecond(),
            "nbf", issued.getEpochSecond(),
            "exp", now.plus(life).getEpochSecond(),
            "kubernetes.io", kubernetes);
    return sign(Map.of("alg", "RS256", "typ", "JWT"), claims);
  }

  /**
   * The same token as if it had been issued so much earlier, signed anew with this issuer's key.
   */
  String backdated(String token, Duration earlier) {
    String[] parts = token.split("\\.", -1);
    ObjectNode claims = decode(parts[1]);
    for (String time : List.of("iat", "nbf", "exp")) {
      claims.put(time, claims.path(time).asLong() - earlier.toSeconds());
    }
    return sign(decode(parts[0]), claims);
  }

  /**
   * A token with any header and claims (values that Jackson turns into JSON objects), signed with
   * this issuer's key.
   */
  public String sign(Object header, Object claims) {
    String content = part(header) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new TestBedException("cannot sign a token", e);
    }
  }

  private static String part(Object json) {
    return URL.encodeToString(JsonHttp.text(json).getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode decode(String part) {
    try {
      String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
      return (ObjectNode) JsonHttp.parse(json);
    } catch (IOException e) {
      throw new TestBedException("not a JSON Web Token", e);
    }
  }
}
