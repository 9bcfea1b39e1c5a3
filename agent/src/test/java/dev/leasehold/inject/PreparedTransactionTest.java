package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two-phase commits, with the second phase after a rotation. */
class PreparedTransactionTest {

  private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.executeAsOwner("CREATE TABLE transfers (id text)");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void isCommittedAfterARotationByTheConnectionThatPreparedIt() throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      Xid branch = branch("kept");
      XAConnection connection = prepared(dataSource(application, server.url()), branch);
      deployment.rotateTo(2);
      connection.getXAResource().commit(branch, false);
      connection.close();
      deployment.recorder.await("drained", 1);
    }
    assertThat(transfers("kept")).isEqualTo("1");
  }

  @Test
  void isOutOfReachOfTheNextRoleOnceItsConnectionIsLost() throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      XADataSource dataSource = dataSource(application, server.url());
      prepared(dataSource, branch("lost")).close();
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);

      Throwable refused = catchThrowable(() -> recover(dataSource, branch("lost")));

      assertThat(refused)
          .isInstanceOf(XAException.class)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, cause -> assertThat(cause.getSQLState()).isEqualTo("42501"));
    }
    assertThat(server.ephemeralRoles()).isEmpty();
    String gid = server.query("SELECT gid FROM pg_prepared_xacts").get(0).get(0);
    server.query("ROLLBACK PREPARED '" + gid + "'");
  }

  @Test
  void isCommittedByTheNextRoleWhereBothActAsTheirGroup() throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      XADataSource dataSource =
          dataSource(application, server.url() + "?options=-c%20role%3Dapp_rw");
      prepared(dataSource, branch("shared")).close();
      deployment.rotateTo(2);
      deployment.recorder.await("drained", 1);
      recover(dataSource, branch("shared"));
    }
    assertThat(transfers("shared")).isEqualTo("1");
  }

  private static XAConnection prepared(XADataSource dataSource, Xid branch)
      throws SQLException, XAException {
    XAConnection connection = dataSource.getXAConnection();
    XAResource resource = connection.getXAResource();
    resource.start(branch, XAResource.TMNOFLAGS);
    try (Connection handle = connection.getConnection();
        Statement statement = handle.createStatement()) {
      statement.execute("INSERT INTO transfers VALUES ('" + name(branch) + "')");
    }
    resource.end(branch, XAResource.TMSUCCESS);
    resource.prepare(branch);
    return connection;
  }

  private static void recover(XADataSource dataSource, Xid branch)
      throws SQLException, XAException {
    XAConnection connection = dataSource.getXAConnection();
    try {
      connection.getXAResource().commit(branch, false);
    } finally {
      connection.close();
    }
  }

  private static XADataSource dataSource(LibraryLoader application, String url)
      throws ReflectiveOperationException {
    Object dataSource = application.make("org.postgresql.xa.PGXADataSource");
    LibraryLoader.set(dataSource, "setUrl", url);
    LibraryLoader.set(dataSource, "setUser", "app_static");
    LibraryLoader.set(dataSource, "setPassword", "wrong");
    return (XADataSource) dataSource;
  }

  private static String transfers(String id) {
    String count = "SELECT count(*) FROM transfers WHERE id = '" + id + "'";
    return String.valueOf(server.query(count).get(0).get(0));
  }

  private static Deployment deploy() {
    return new Deployment(server, Deployment.LONG, (url, user) -> "app_static".equals(user));
  }

  private static String name(Xid branch) {
    return new String(branch.getGlobalTransactionId(), StandardCharsets.UTF_8);
  }

  private static Xid branch(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    return new Xid() {
      @Override
      public int getFormatId() {
        return 1;
      }

      @Override
      public byte[] getGlobalTransactionId() {
        return bytes.clone();
      }

      @Override
      public byte[] getBranchQualifier() {
        return bytes.clone();
      }
    };
  }
}
