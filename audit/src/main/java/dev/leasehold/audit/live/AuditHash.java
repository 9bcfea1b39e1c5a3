// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.LiveException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks Vault how an audit device writes a name: {@code POST sys/audit-hash/DEVICE}. Vault is that
 * of {@code VAULT_ADDR}, {@code VAULT_CACERT}, and {@code VAULT_TOKEN} or {@code VAULT_TOKEN_FILE}.
 * For one thread.
 */
public final class AuditHash implements AuditDevice {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NO_DEVICE = 400;
  private static final int DENIED = 403;
  private static final String ADDRESS = "VAULT_ADDR";
  private static final String TOKEN = "VAULT_TOKEN";
  private static final String TOKEN_FILE = "VAULT_TOKEN_FILE";
  private static final Pattern TOKEN_FORM = Pattern.compile("[!-~]+");

  private final String device;
  private final Map<String, String> environment;
  private final HttpRequest.Builder request;
  private final ObjectMapper json = new ObjectMapper();
  private @Nullable HttpClient client;

  private AuditHash(String device, Map<String, String> environment, HttpRequest.Builder request) {
    this.device = device;
    this.environment = environment;
    this.request = request;
  }

  /**
   * Returns the device of a name, for which Vault has not been asked yet.
   *
   * @param environment has Vault's address and the token
   * @throws IllegalArgumentException with a sentence on the variable that is missing or wrong
   */
  public static AuditHash of(String device, Map<String, String> environment) {
    String server = environment.getOrDefault(ADDRESS, "");
    if (server.isEmpty()) {
      throw missing(ADDRESS);
    }
    if (environment.get(TOKEN) == null && environment.get(TOKEN_FILE) == null) {
      throw missing(TOKEN + " or " + TOKEN_FILE);
    }
    String name = device.replaceAll("/+$", "");
    try {
      URI path = URI.create(server.replaceAll("/+$", "") + "/v1/sys/audit-hash/" + name);
      if (path.getRawUserInfo() != null) {
        throw new IllegalArgumentException("a user in a URL");
      }
      return new AuditHash(name, Map.copyOf(environment), HttpRequest.newBuilder(path));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "VAULT_ADDR or the name after --audit-device is no part of a URL without a user", e);
    }
  }

  private static IllegalArgumentException missing(String variable) {
    return new IllegalArgumentException(
        "--audit-device asks Vault: set " + variable + " in the environment");
  }

  @Override
  public String name() {
    return device;
  }

  @Override
  public String hash(String name) {
    try {
      HttpRequest.BodyPublisher body =
          HttpRequest.BodyPublishers.ofString(json.writeValueAsString(Map.of("input", name)));
      HttpRequest asked =
          request
              .copy()
              .header("X-Vault-Token", token())
              .header("X-Vault-Request", "true")
              .POST(body)
              .build();
      HttpResponse<String> answer = answer(asked);
      JsonNode hash =
          answer.statusCode() == OK
              ? json.readTree(answer.body()).path("data").path("hash")
              : json.missingNode();
      if (!hash.isTextual()) {
        throw refusal(answer.statusCode());
      }
      return hash.asText();
    } catch (JsonProcessingException e) {
      throw problem("answered with no JSON for the audit device " + device);
    } catch (IOException | GeneralSecurityException e) {
      if (e instanceof SSLException) {
        client = null; // The next client reads the file of the authority anew.
      }
      throw problem("did not answer: " + e.getClass().getSimpleName() + " " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem("was not waited for");
    }
  }

  /**
   * The time-out of {@link HttpRequest} would end with the headers of its answer, before JDK 26.
   */
  private HttpResponse<String> answer(HttpRequest asked)
      throws IOException, GeneralSecurityException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client().sendAsync(asked, headers -> new BoundedBody());
    try {
      return answer.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within " + BOUND.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private LiveException refusal(int status) {
    return switch (status) {
      case NO_DEVICE -> problem("has no audit device " + device + ": see vault audit list");
      case DENIED ->
          problem(
              "refuses the hash: the token is not valid, or lacks update on sys/audit-hash/"
                  + device);
      default -> problem("answered " + status + " for the audit device " + device);
    };
  }

  private LiveException problem(String cause) {
    return new LiveException("Vault at " + environment.get(ADDRESS) + " " + cause);
  }

  /**
   * A token that lives shorter than this process is in a file, which another program renews. A
   * Secret often ends in a line break, and the JDK quotes a header that it refuses.
   */
  private String token() {
    String file = environment.get(TOKEN_FILE);
    String text = file == null ? environment.getOrDefault(TOKEN, "") : read(Path.of(file));
    String token = text.strip();
    if (!TOKEN_FORM.matcher(token).matches()) {
      throw new LiveException(
          (file == null ? TOKEN : TOKEN_FILE + " " + file) + " has characters that no token has");
    }
    return token;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LiveException(TOKEN_FILE + " " + file + " cannot be read: " + e);
    }
  }

  private HttpClient client() throws IOException, GeneralSecurityException {
    HttpClient known = client;
    if (known == null) {
      HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(BOUND);
      String authority = environment.get("VAULT_CACERT");
      known =
          (authority == null ? builder : builder.sslContext(trusting(Path.of(authority)))).build();
      client = known;
    }
    return known;
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
