// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import dev.leasehold.audit.source.VaultEntry.Auth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The service account and pod that a token of Vault was given for. Vault begins a display name with
 * the path of the mount. The rest is the method's: {@code NAMESPACE-NAME} of Kubernetes auth, and
 * the subject of the token of JWT auth. Users of other methods choose names and metadata: an
 * AppRole's secret, a child token, a claim of OIDC.
 *
 * @param pod of a verified token
 * @param podUid of a verified token
 */
record VaultAccount(
    @Nullable String namespace,
    @Nullable String name,
    @Nullable String pod,
    @Nullable String podUid) {

  private static final VaultAccount NONE = new VaultAccount(null, null, null, null);

  private static final Pattern LOGIN = Pattern.compile("auth/(.+)/login");
  private static final Pattern SUBJECT =
      Pattern.compile("([^:]+-)system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)");
  private static final String CHILD = "token-";

  /** Returns the account that a login was for; Kubernetes or JWT auth says which. */
  static VaultAccount ofLogin(String path, @Nullable String mountType, Auth token) {
    Matcher login = LOGIN.matcher(path);
    if (!login.matches()) {
      return NONE; // A callback of OIDC, a child of another token.
    }
    String mount = login.group(1).replace('/', '-') + "-";
    VaultAccount account = of(token, mount);
    boolean isJwt = "jwt".equals(mountType);
    if (!isJwt && mountType != null && !mountType.equals("kubernetes")) {
      return NONE;
    }
    boolean isUnnamed = isJwt && account.name == null; // By another claim than the subject.
    return isUnnamed ? new VaultAccount(null, null, token.pod(), token.podUid()) : account;
  }

  /** Returns the account that a token claims whose login may not be in the log. */
  static VaultAccount ofToken(Auth token) {
    String name = token.displayName();
    return name == null || name.startsWith(CHILD) ? NONE : of(token, null);
  }

  private static VaultAccount of(Auth token, @Nullable String mount) {
    String display = token.displayName() == null ? "" : token.displayName();
    if (token.accountName() != null && token.accountNamespace() != null) {
      String own = token.accountNamespace() + "-" + token.accountName();
      boolean isOwn = mount == null ? display.endsWith("-" + own) : display.equals(mount + own);
      return isOwn
          ? new VaultAccount(
              token.accountNamespace(), token.accountName(), token.pod(), token.podUid())
          : NONE;
    }
    Matcher subject = SUBJECT.matcher(display);
    boolean isOwn = subject.matches() && (mount == null || subject.group(1).equals(mount));
    return isOwn
        ? new VaultAccount(subject.group(2), subject.group(3), token.pod(), token.podUid())
        : NONE;
  }
}
