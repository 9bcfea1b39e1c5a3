// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.json.JsonObject;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseException;
import java.io.File;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The login of the process at Vault. Immutable; files are read again at each login. {@code mount}
 * is the path under {@code auth/} and {@code role} the role's name there.
 */
public abstract class VaultLogin {

  private static final String TOKEN_FILE = "leasehold.auth.token-file";
  private static final String SECRET_ID_FILE = "leasehold.auth.secret-id-file";

  private final VaultPath mount;
  private final String role;
  private final String source;

  private VaultLogin(VaultPath mount, String role, String source) {
    this.mount = mount;
    this.role = role;
    this.source = source;
  }

  /** With a pod's service-account token, by way of the {@code kubernetes} method. */
  public static VaultLogin kubernetes(VaultPath mount, String role, File tokenFile) {
    return new KubernetesLogin(mount, role, new SecretFile(TOKEN_FILE, tokenFile));
  }

  /** With a JSON Web Token, by way of the {@code jwt} method; the request is the same. */
  public static VaultLogin jwt(VaultPath mount, String role, File tokenFile) {
    return new JwtLogin(mount, role, new SecretFile(TOKEN_FILE, tokenFile));
  }

  /**
   * With a role id and a secret id, by way of the {@code approle} method.
   *
   * @param secretIdFile null for a role that binds no secret id
   */
  public static VaultLogin approle(VaultPath mount, String roleId, @Nullable File secretIdFile) {
    SecretFile file = secretIdFile == null ? null : new SecretFile(SECRET_ID_FILE, secretIdFile);
    return new ApproleLogin(mount, roleId, file);
  }

  /**
   * With a token of Vault's that somebody else issued and keeps fresh. It is renewed, but never
   * revoked.
   */
  public static VaultLogin token(File tokenFile) {
    return new TokenLogin(new SecretFile(TOKEN_FILE, tokenFile));
  }

  /** Returns the request that yields a token. */
  abstract VaultRequest request() throws LeaseException;

  /** Returns the token in the answer to {@link #request()}. */
  abstract SessionToken token(VaultRequest request, VaultResponse answer, ClockReading at)
      throws BadResponseException;

  String loginPath() {
    return "auth/" + mount + "/login";
  }

  /** Returns the role's name, for requests and messages. */
  String role() {
    return role;
  }

  /** Returns where the secret comes from, for messages: a setting and, where given, a path. */
  String source() {
    return source;
  }

  /** Returns the fix for a token that ends too soon. */
  String adviceOnLife() {
    return "raise token_ttl and token_max_ttl of the auth role " + role;
  }

  /** Returns the fix for a token that is good for a number of requests only. */
  String adviceOnUses() {
    return "set token_num_uses of the auth role " + role + " to 0";
  }

  /** Returns the things to check when Vault refuses the login without a reason. */
  String advice() {
    return "check the auth role " + role + ", leasehold.auth.mount, the namespace and " + source;
  }

  @Override
  public String toString() {
    return "login at auth/" + mount + " as " + role;
  }

  private static class JwtLogin extends VaultLogin {

    private final SecretFile file;

    JwtLogin(VaultPath mount, String role, SecretFile file) {
      super(mount, role, file.toString());
      this.file = file;
    }

    @Override
    VaultRequest request() throws LeaseException {
      JsonObject body = new JsonObject().with("role", role()).with("jwt", file.read());
      return VaultRequest.put(loginPath(), body);
    }

    @Override
    SessionToken token(VaultRequest request, VaultResponse answer, ClockReading at)
        throws BadResponseException {
      return SessionToken.ofLogin(answer, at);
    }
  }

  private static final class KubernetesLogin extends JwtLogin {

    KubernetesLogin(VaultPath mount, String role, SecretFile file) {
      super(mount, role, file);
    }

    /** Vault says no more than "permission denied" of a token that Kubernetes does not confirm. */
    @Override
    String advice() {
      return "check that the token is of this cluster and not expired, that Vault may review tokens"
          + " there (system:auth-delegator), leasehold.auth.mount and "
          + source();
    }
  }

  private static final class ApproleLogin extends VaultLogin {

    private final @Nullable SecretFile file;

    ApproleLogin(VaultPath mount, String roleId, @Nullable SecretFile file) {
      super(mount, roleId, file == null ? SECRET_ID_FILE : file.toString());
      this.file = file;
    }

    @Override
    VaultRequest request() throws LeaseException {
      JsonObject body = new JsonObject().with("role_id", role());
      if (file != null) {
        body.with("secret_id", file.read());
      }
      return VaultRequest.put(loginPath(), body);
    }

    @Override
    SessionToken token(VaultRequest request, VaultResponse answer, ClockReading at)
        throws BadResponseException {
      return SessionToken.ofLogin(answer, at);
    }
  }

  private static final class TokenLogin extends VaultLogin {

    private final SecretFile file;

    TokenLogin(SecretFile file) {
      super(VaultPath.ofAuthMount("token"), "of the token", file.toString());
      this.file = file;
    }

    @Override
    String advice() {
      return "write a token that is valid, with the policy default, to " + source();
    }

    @Override
    String adviceOnLife() {
      return "write a token that lives longer to " + source();
    }

    @Override
    String adviceOnUses() {
      return "write a token without a limit of uses to " + source();
    }

    @Override
    VaultRequest request() throws LeaseException {
      return VaultRequest.get("auth/token/lookup-self").repeatable().as(file.read());
    }

    @Override
    SessionToken token(VaultRequest request, VaultResponse answer, ClockReading at)
        throws BadResponseException {
      return SessionToken.ofLookup(Objects.requireNonNull(request.token()), answer, at);
    }
  }
}
