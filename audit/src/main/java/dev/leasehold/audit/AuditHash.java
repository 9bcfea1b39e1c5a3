// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks Vault how an audit device writes a name: {@code POST sys/audit-hash/DEVICE}. Vault is that
 * of {@code VAULT_ADDR}, {@code VAULT_TOKEN} and {@code VAULT_CACERT}.
 */
final class AuditHash {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final Map<String, String> environment;

  AuditHash(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Returns the hash, as in {@code hmac-sha256:0a1b}. */
  String of(String name, String device) throws AuditException {
    String server = required("VAULT_ADDR").replaceAll("/+$", "");
    String token = token();
    ObjectMapper json = new ObjectMapper();
    try {
      URI address = URI.create(server);
      HttpRequest request =
          HttpRequest.newBuilder(address.resolve("/v1/sys/audit-hash/" + device))
              .timeout(BOUND)
              .header("X-Vault-Token", token)
              .header("X-Vault-Request", "true")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      json.writeValueAsString(Map.of("input", name))))
              .build();
      HttpResponse<String> answer = client().send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode hash = json.readTree(answer.body()).path("data").path("hash");
      if (answer.statusCode() != OK || !hash.isTextual()) {
        throw unavailable("answered " + answer.statusCode() + " for the audit device " + device);
      }
      return hash.asText();
    } catch (IllegalArgumentException e) {
      throw new AuditException(
          AuditStatus.USAGE, "VAULT_ADDR or the name after --audit-device is no part of a URL");
    } catch (IOException | GeneralSecurityException e) {
      throw unavailable("did not answer: " + e.getClass().getSimpleName() + " " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("was not waited for");
    }
  }

  /** A Secret often ends in a line break, and the JDK quotes a header that it refuses. */
  private String token() throws AuditException {
    String token = required("VAULT_TOKEN").strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new AuditException(AuditStatus.USAGE, "VAULT_TOKEN has characters that no token has");
    }
    return token;
  }

  private String required(String variable) throws AuditException {
    String value = environment.get(variable);
    if (value == null || value.isEmpty()) {
      throw new AuditException(
          AuditStatus.USAGE, "--audit-device asks Vault: set " + variable + " in the environment");
    }
    return value;
  }

  private AuditException unavailable(String what) {
    return new AuditException(
        AuditStatus.UNAVAILABLE, "Vault at " + environment.get("VAULT_ADDR") + " " + what);
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(BOUND);
    String authority = environment.get("VAULT_CACERT");
    return (authority == null ? builder : builder.sslContext(trusting(Path.of(authority)))).build();
  }

  private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(authority)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(String.valueOf(store.size()), each);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
