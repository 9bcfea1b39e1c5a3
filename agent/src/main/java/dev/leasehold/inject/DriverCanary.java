package dev.leasehold.inject;

import dev.leasehold.lease.Canary;
import dev.leasehold.lease.Credential;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential the way the application last connected with success, since a database that it
 * fails to reach, as a replica that is down, says nothing of a credential; as it last tried to
 * where it never has: same driver, URL and properties. The connection is none of the ledger's.
 */
public final class DriverCanary implements Canary {

  private final SessionStart start;
  private volatile @Nullable Sample attempted;
  private volatile @Nullable Sample succeeded;

  /**
   * Makes a canary that knows no database yet.
   *
   * @param start how the application's sessions begin; the role is tried, too
   */
  public DriverCanary(SessionStart start) {
    this.start = start;
  }

  /**
   * Remembers how the application is about to connect.
   *
   * @return what to hand to {@link #connected} when it has
   */
  public Sample connecting(ConnectionRequest request) {
    Sample sample = new Sample(request.dialect(), request.trial());
    attempted = sample;
    return sample;
  }

  /** Says that the application has connected this way. */
  void connected(Sample sample) {
    succeeded = sample;
  }

  /** Returns what is particular to the driver that connected last; null when none has yet. */
  @Nullable DriverDialect dialect() {
    Sample known = succeeded;
    Sample sample = known == null ? attempted : known;
    return sample == null ? null : sample.dialect;
  }

  /** Where the driver that connected last is gone with its application, another may have come. */
  @Override
  public Verdict tryOut(Credential credential) throws SQLException {
    Sample known = succeeded;
    Verdict verdict = known == null ? Verdict.UNTRIED : tryOut(known, credential);
    Sample other = attempted;
    return verdict != Verdict.UNTRIED || other == null || other == known
        ? verdict
        : tryOut(other, credential);
  }

  private Verdict tryOut(Sample sample, Credential credential) throws SQLException {
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

  /** How the application connects. */
  public static final class Sample {

    private final DriverDialect dialect;
    private final Trial trial;

    private Sample(DriverDialect dialect, Trial trial) {
      this.dialect = dialect;
      this.trial = trial;
    }
  }
}
