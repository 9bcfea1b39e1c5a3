package dev.leasehold.inject;

import dev.leasehold.bootstrap.RefusedAttempt;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A connection that the driver is not asked for. */
final class Refusal implements RefusedAttempt {

  private final SQLException failure;

  Refusal(SQLException failure) {
    this.failure = failure;
  }

  @Override
  public String url() {
    return "";
  }

  @Override
  public Properties info() {
    return new Properties();
  }

  @Override
  public boolean ended(@Nullable Object connection, @Nullable Throwable thrown) {
    return false;
  }

  @Override
  public SQLException failure() {
    return failure;
  }
}
