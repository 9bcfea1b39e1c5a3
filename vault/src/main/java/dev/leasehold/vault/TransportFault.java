// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;
import static dev.leasehold.lease.LeaseException.Kind.UNAVAILABLE;

import dev.leasehold.file.OpenFiles;
import dev.leasehold.lease.LeaseException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Names the reason why no whole answer of Vault's arrived, and the fix. */
final class TransportFault {

  private final VaultConnection connection;
  private final VaultRequest request;
  private final Deadline deadline;
  private final String correlationId;

  /**
   * Makes the fault of a request.
   *
   * @param correlationId under which it may have reached Vault; empty where none of it was sent
   */
  TransportFault(
      VaultConnection connection, VaultRequest request, Deadline deadline, String correlationId) {
    this.connection = connection;
    this.request = request;
    this.deadline = deadline;
    this.correlationId = correlationId;
  }

  /**
   * Returns the exception to throw instead. A {@code RuntimeException} or an {@code Error} comes
   * from the application's restrictions on its code, or is a fault of the JVM. It is named, not
   * hidden.
   */
  LeaseException explain(Throwable e) {
    IOException exhausted = in(e, IOException.class);
    if (exhausted != null && OpenFiles.areExhausted(exhausted)) {
      return unavailable(OpenFiles.exhausted(), e);
    }
    return e instanceof Exception && !(e instanceof RuntimeException)
        ? explainNetwork((Exception) e)
        : explainForeign(e);
  }

  private LeaseException explainForeign(Throwable e) {
    if (e instanceof VirtualMachineError) {
      return unavailable("the JVM failed (" + e + "); give it more memory", e);
    }
    if (e instanceof LinkageError) {
      return unavailable(
          "a class of the JVM or of Leasehold cannot be used (" + e + "); restart the JVM", e);
    }
    return unavailable(
        "the use of the network ended in "
            + e.getClass().getName()
            + " ("
            + e.getMessage()
            + "). Where the application restricts its own code (a security manager,"
            + " entitlements), let dev.leasehold.vault open connections to Vault",
        e);
  }

  private LeaseException explainNetwork(Exception e) {
    if (in(e, SocketTimeoutException.class) != null) {
      return unavailable(
          "no whole answer within "
              + deadline.length().toMillis()
              + " ms; check the network and Vault's load, or raise VAULT_CLIENT_TIMEOUT",
          e);
    }
    if (e instanceof HungUpException) {
      return unavailable("the server hung up before it answered anything" + certificate(), e);
    }
    if (e instanceof SSLException || in(e, CertificateException.class) != null) {
      return explainTls(e);
    }
    LeaseException unreached = explainUnreached(e);
    return unreached == null ? explainAnswer(e) : unreached;
  }

  private LeaseException explainTls(Exception e) {
    CertificateExpiredException expired = in(e, CertificateExpiredException.class);
    if (expired != null) {
      return invalid("its certificate has expired (" + expired.getMessage() + "); renew it", e);
    }
    CertificateNotYetValidException early = in(e, CertificateNotYetValidException.class);
    if (early != null) {
      return invalid(
          "its certificate is not valid yet (" + early.getMessage() + "); check the clocks", e);
    }
    if (in(e, CertPathBuilderException.class) != null) {
      return invalid(
          "its certificate is signed by an authority that is not trusted ("
              + trusted()
              + "); set VAULT_CACERT to the PEM file of that authority",
          e);
    }
    CertificateException mismatch = in(e, CertificateException.class);
    if (mismatch != null && String.valueOf(mismatch.getMessage()).startsWith("No ")) {
      return invalid(
          "its certificate is not for "
              + connection.tlsName()
              + " ("
              + mismatch.getMessage()
              + "); use a name that it is for in VAULT_ADDR, or set VAULT_TLS_SERVER_NAME",
          e);
    }
    if (in(e, EOFException.class) != null || in(e, SocketException.class) != null) {
      return cut(e);
    }
    return invalid(
        "TLS failed ("
            + e.getMessage()
            + "); check that it speaks TLS 1.2 or 1.3 there"
            + certificate(),
        e);
  }

  private String certificate() {
    if (!connection.address().tls()) {
      return "";
    }
    return connection.clientCertificate() == null
        ? "; if it wants a client certificate, set VAULT_CLIENT_CERT and VAULT_CLIENT_KEY"
        : "; check that it trusts the authority of VAULT_CLIENT_CERT";
  }

  private @Nullable LeaseException explainUnreached(Exception e) {
    ProxyAddress proxy = connection.proxyTo(connection.address());
    String key = proxy == null ? "VAULT_ADDR" : "VAULT_PROXY_ADDR";
    String who = proxy == null ? "Vault" : "the proxy " + proxy;
    if (e instanceof UnknownHostException) {
      String host = proxy == null ? connection.address().host() : proxy.host();
      return unavailable("the host name " + host + " is unknown; check " + key + " and DNS", e);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return unavailable(
          "connection refused or no route; check " + key + " and that " + who + " runs there", e);
    }
    return null;
  }

  private LeaseException explainAnswer(Exception e) {
    if (e instanceof MessageConstraintException) {
      return invalid("its answer's headers are too many or too long; check VAULT_ADDR", e);
    }
    boolean cut =
        e instanceof ConnectionClosedException
            || e instanceof NoHttpResponseException
            || e instanceof MalformedChunkCodingException
            || e instanceof SocketException
            || e instanceof EOFException;
    if (cut) {
      return cut(e);
    }
    if (e instanceof HttpException) {
      return invalid(
          "the server that answers does not speak HTTP/1.1 as Vault does; check VAULT_ADDR", e);
    }
    return unavailable("input or output failed (" + e.getMessage() + ")", e);
  }

  private LeaseException cut(Exception e) {
    String hint = connection.address().tls() ? "" : "; if it speaks TLS, write https in VAULT_ADDR";
    return unavailable("the connection was cut before the whole answer was there" + hint, e);
  }

  private String trusted() {
    if (connection.caFile() != null) {
      return "trusted: VAULT_CACERT " + connection.caFile();
    }
    if (connection.caDirectory() != null) {
      return "trusted: VAULT_CAPATH " + connection.caDirectory();
    }
    return "trusted: the JDK's own authorities";
  }

  private LeaseException invalid(String text, Throwable e) {
    return fault(INVALID, text, e);
  }

  private LeaseException unavailable(String text, Throwable e) {
    return fault(UNAVAILABLE, text, e);
  }

  private LeaseException fault(LeaseException.Kind kind, String text, Throwable e) {
    String message =
        "Vault could not be asked for "
            + request.path()
            + ": "
            + VaultErrors.oneLine(text)
            + " (at "
            + connection
            + ")";
    Throwable cause = VaultErrors.fit(e);
    return correlationId.isEmpty()
        ? new LeaseException(kind, message, cause)
        : LeaseException.unanswered(kind, message, cause, correlationId);
  }

  private static <T extends Throwable> @Nullable T in(Throwable e, Class<T> type) {
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 16; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
