// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that end after a number of requests. */
@Timeout(60)
class NumberedUsesTest {

  private static final TestBed BED = Sessions.BED;
  private static final String USES =
      " with a token for 5 uses, which its renewals use up, and its leases end with it; ";

  @Test
  void refusesALoginThatYieldsOne() throws Exception {
    Map<String, ?> role =
        Map.of(
            "role_type",
            "jwt",
            "user_claim",
            "sub",
            "bound_audiences",
            List.of("vault"),
            "token_policies",
            List.of(BED.vault().appPolicy(TestBed.ROLE)),
            "token_num_uses",
            5);
    BED.vault().api().write("auth/jwt/role/counted", role);
    VaultLogin login =
        VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), "counted", BED.tokenFile().toFile());
    try (LeaseSource source = session(login).leases(VaultPath.ofSecret(TestBed.CREDS_PATH))) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "Vault answered 200 for auth/jwt/login"
                  + USES
                  + "set token_num_uses of the auth role counted to 0 (at "
                  + BED.vault().address()
                  + ")")
          .extracting(e -> ((LeaseException) e).kind())
          .isEqualTo(LeaseException.Kind.INVALID);
    }
  }

  @Test
  void refusesATokenFileThatHoldsOne(@TempDir Path directory) throws Exception {
    String counted =
        BED.vault()
            .api()
            .write("auth/token/create", Map.of("num_uses", 6))
            .at("/auth/client_token")
            .asText();
    Path file = Files.writeString(directory.resolve("token"), counted);
    try (LeaseSource source =
        session(VaultLogin.token(file.toFile())).leases(VaultPath.ofSecret(TestBed.CREDS_PATH))) {
      assertThatThrownBy(source::fetch)
          .hasMessage(
              "Vault answered 200 for auth/token/lookup-self"
                  + USES
                  + "write a token without a limit of uses to leasehold.auth.token-file "
                  + file
                  + " (at "
                  + BED.vault().address()
                  + ")");
    }
  }

  private static VaultSession session(VaultLogin login) throws LeaseException {
    return new VaultSession(Sessions.connection(BED).build(), login, LeaseClock.system());
  }
}
