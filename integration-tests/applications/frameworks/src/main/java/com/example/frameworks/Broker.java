// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.store.jdbc.JDBCPersistenceAdapter;
import org.apache.activemq.store.jdbc.LeaseDatabaseLocker;
import org.apache.activemq.store.jdbc.Statements;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A message broker that keeps its messages in the database, and serves once it has the lock there.
 * Arguments: URL, user, password, the broker's name, and the locker. {@code row} is the default
 * locker, whose lock is on a row. {@code lease} is the locker that renews a row. A master obeys
 * lines: {@code send FROM TO}, numbers as messages; {@code take COUNT} of them; {@code stop}.
 */
public final class Broker {

  /** For so long a master may not notice that the lock on its row is gone; 30 s unless set. */
  private static final long LOCK_LOOKED_AT_MILLIS = 600_000;

  /** How long a lock lives that is not renewed, and the other broker waits; 10 s unless set. */
  private static final long LOCK_MILLIS = 20_000;

  private static final long LOCK_RENEWED_MILLIS = 2_000;

  private static final long LONGEST_WAIT_MILLIS = TimeUnit.SECONDS.toMillis(30);

  private static final String QUEUE = "orders";

  private Broker() {}

  public static void main(String[] args) throws Exception {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setURL(args[0]);
    database.setUser(args[1]);
    database.setPassword(args[2]);
    JDBCPersistenceAdapter store = new JDBCPersistenceAdapter(database, new OpenWireFormat());
    Statements tables = store.getStatements(); // Brokers with another locker have other tables.
    tables.setTablePrefix(args[4] + "_");
    tables.setDurableSubAcksTableName(args[4] + "_ACKS"); // Its key goes without the prefix.
    if (args[4].equals("lease")) {
      LeaseDatabaseLocker locker = new LeaseDatabaseLocker();
      locker.setLockAcquireSleepInterval(LOCK_MILLIS);
      store.setLocker(locker);
      store.setLockKeepAlivePeriod(LOCK_RENEWED_MILLIS);
    } else {
      store.setLockKeepAlivePeriod(LOCK_LOOKED_AT_MILLIS);
    }
    BrokerService broker = new BrokerService();
    broker.setBrokerName(args[3]);
    broker.setUseJmx(false);
    broker.setUseShutdownHook(false);
    broker.setPersistenceAdapter(store);
    broker.addShutdownHook(() -> Output.say("ended"));
    broker.start();
    Output.say("master");
    obey("vm://" + args[3] + "?create=false");
    broker.stop();
    System.exit(0); // Some of its threads are no daemons.
  }

  private static void obey(String url) throws JMSException, IOException {
    String line = Input.next();
    while (!line.equals("stop")) {
      String[] words = line.split(" ", -1);
      try (Connection connection = new ActiveMQConnectionFactory(url).createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        connection.start();
        if (words[0].equals("send")) {
          send(session, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        } else {
          take(session, Integer.parseInt(words[1]));
        }
      }
      Output.say(line + ": done");
      line = Input.next();
    }
  }

  private static void send(Session session, int from, int to) throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue(QUEUE))) {
      for (int i = from; i < to; i++) {
        producer.send(session.createTextMessage(Integer.toString(i)));
      }
    }
  }

  private static void take(Session session, int count) throws JMSException {
    try (MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
      for (int i = 0; i < count; i++) {
        Message message = consumer.receive(LONGEST_WAIT_MILLIS);
        if (message == null) {
          Output.say("nothing to take");
          return;
        }
        Output.say("took " + ((TextMessage) message).getText());
      }
    }
  }
}
