package dev.leasehold.inject;

import dev.leasehold.lease.Canary;
import dev.leasehold.lease.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential the way the application connected last: same driver, URL and properties. The
 * connection is none of the ledger's.
 */
public final class DriverCanary implements Canary {

  private final SessionStart start;
  private volatile @Nullable Sample last;

  /**
   * Makes a canary that knows no database yet.
   *
   * @param start how the application's sessions begin; the role is tried, too
   */
  public DriverCanary(SessionStart start) {
    this.start = start;
  }

  /** Remembers how the application connects. */
  public void remember(ConnectionRequest request) {
    last = new Sample(request.dialect(), request.trial());
  }

  /** Returns what is particular to the driver that connected last; null when none has yet. */
  @Nullable DriverDialect dialect() {
    Sample sample = last;
    return sample == null ? null : sample.dialect;
  }

  @Override
  public Verdict tryOut(Credential credential) throws SQLException {
    Sample sample = last;
    if (sample == null) {
      return Verdict.UNTRIED;
    }
    OwnConnections.begin();
    try (Connection connection = sample.trial.open(credential)) {
      if (connection == null) {
        return Verdict.UNTRIED;
      }
      start.takeOn(sample.dialect, connection);
      return Verdict.ACCEPTED;
    } catch (SQLException e) {
      SQLException rejection = start.rejection(sample.dialect, credential.username(), e);
      throw rejection == null ? e : rejection;
    } finally {
      OwnConnections.end();
    }
  }

  @Override
  public boolean rejects(SQLException failure) {
    DriverDialect known = dialect();
    return known == null
        ? Canary.super.rejects(failure)
        : start.rejection(known, "", failure) != null;
  }

  private static final class Sample {

    private final DriverDialect dialect;
    private final Trial trial;

    Sample(DriverDialect dialect, Trial trial) {
      this.dialect = dialect;
      this.trial = trial;
    }
  }
}
