package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import org.jspecify.annotations.Nullable;

/** What the application asked a driver for. The application's own objects are only read. */
public interface ConnectionRequest {

  /** Returns what is particular to the driver. */
  DriverDialect dialect();

  /**
   * Returns the URL as the application or the driver spells it, but for its hosts, which are
   * written as in patterns; it may hold credentials.
   */
  String url();

  /** Returns the configured user, the one that the driver would take; null when there is none. */
  @Nullable String user();

  /**
   * Returns copies of the arguments that hold this credential and no other.
   *
   * @throws NoCredentialException when the driver cannot be given one this way; the connection is
   *     refused, and the message says what to do instead
   */
  Arguments with(Credential credential) throws NoCredentialException;

  /** Returns how to connect the same way again, later. */
  Trial trial();
}
