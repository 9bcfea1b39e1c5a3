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

  private volatile @Nullable Sample last;

  /** Makes a canary that knows no database yet. */
  public DriverCanary() {}

  /** Remembers how the application connects. */
  void remember(ConnectionRequest request) {
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
      return connection == null ? Verdict.UNTRIED : Verdict.ACCEPTED;
    } finally {
      OwnConnections.end();
    }
  }

  @Override
  public boolean rejects(SQLException failure) {
    DriverDialect known = dialect();
    return known == null
        ? Canary.super.rejects(failure)
        : SqlFailures.find(failure, known::isRejection) != null;
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
