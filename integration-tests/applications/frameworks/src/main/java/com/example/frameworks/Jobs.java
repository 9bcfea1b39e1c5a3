// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.util.Properties;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * One of several Quartz schedulers that share their jobs in the database; a job is due every
 * {@value #PERIOD_MILLIS} ms. Arguments: URL, user, password, and Quartz's connection provider.
 * Runs until standard input ends.
 */
public final class Jobs {

  static final int PERIOD_MILLIS = 250;

  private Jobs() {}

  public static void main(String[] args) throws Exception {
    Scheduler scheduler =
        new StdSchedulerFactory(settings(Database.of(args), args[3])).getScheduler();
    Failures failures = new Failures();
    scheduler.getListenerManager().addSchedulerListener(failures);
    JobDetail job = JobBuilder.newJob(Tick.class).withIdentity("tick").build();
    if (!scheduler.checkExists(job.getKey())) {
      scheduler.scheduleJob(job, trigger());
    }
    scheduler.start();
    Output.say("ready");
    Input.next();
    // It interrupts its thread, which may just wait for a connection.
    scheduler.getListenerManager().removeSchedulerListener(failures);
    scheduler.shutdown(true);
  }

  private static Trigger trigger() {
    return TriggerBuilder.newTrigger()
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(PERIOD_MILLIS)
                .repeatForever())
        .build();
  }

  private static Properties settings(Database database, String provider) {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", "jobs-" + provider);
    settings.setProperty("org.quartz.scheduler.instanceId", "AUTO");
    settings.setProperty("org.quartz.threadPool.threadCount", "4");
    settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    settings.setProperty(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    settings.setProperty("org.quartz.jobStore.isClustered", "true");
    settings.setProperty("org.quartz.jobStore.clusterCheckinInterval", "1000");
    settings.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
    settings.setProperty("org.quartz.jobStore.dataSource", "store");
    String store = "org.quartz.dataSource.store.";
    settings.setProperty(store + "provider", provider);
    settings.setProperty(store + "driver", "org.postgresql.Driver");
    settings.setProperty(store + "URL", database.url());
    settings.setProperty(store + "user", database.user());
    settings.setProperty(store + "password", database.password());
    settings.setProperty(store + "maxConnections", "5");
    return settings;
  }
}
