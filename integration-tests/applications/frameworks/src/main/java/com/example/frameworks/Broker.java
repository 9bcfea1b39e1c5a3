// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.store.jdbc.JDBCPersistenceAdapter;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A message broker that keeps its messages in the database, and serves once it has the lock there,
 * which is on a row. Arguments: URL, user, password, and the broker's name.
 */
public final class Broker {

  /** For so long a master may not notice that the lock on its row is gone; 30 s unless set. */
  private static final long LOCK_LOOKED_AT_MILLIS = 600_000;

  private Broker() {}

  public static void main(String[] args) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(args[0]);
    database.setUser(args[1]);
    database.setPassword(args[2]);
    JDBCPersistenceAdapter store = new JDBCPersistenceAdapter(database, new OpenWireFormat());
    store.setLockKeepAlivePeriod(LOCK_LOOKED_AT_MILLIS);
    BrokerService broker = new BrokerService();
    broker.setBrokerName(args[3]);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.setPersistenceAdapter(store);
    broker.addShutdownHook(() -> Output.say("ended"));
    broker.start();
    Output.say("master");
    String line = Input.next();
    while (!line.equals("stop")) {
      line = Input.next();
    }
    broker.stop();
    System.exit(0); // Some of its threads are no daemons.
  }
}
