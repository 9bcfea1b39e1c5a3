package dev.leasehold.inject;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is particular to one driver: its URLs, its property names, what its errors mean. */
public interface DriverDialect {

  /** Returns what the driver's URLs start with, such as {@code jdbc:postgresql:}. */
  String urlPrefix();

  /** Returns the name of the property that holds the user. */
  String userProperty();

  /** Returns the name of the property that holds the password. */
  String passwordProperty();

  /**
   * Returns the properties that would make the driver take another credential than the one it is
   * given; they are taken out. User and password are among them.
   */
  Set<String> credentialProperties();

  /** Returns the URL without what {@link #credentialProperties()} names. */
  String withoutCredentials(String url);

  /** Returns the user that the URL names; null when it names none. */
  @Nullable String userIn(String url);

  /** Returns whether this SQLState says, at connect, that the database refuses the credential. */
  boolean isRejection(String sqlState);

  /** Returns whether this SQLState, on a live connection, is what a dropped role would cause. */
  boolean isSuspicious(String sqlState);

  /** Returns properties that bound the time of a connect; used for connections of our own. */
  Set<String> timeoutProperties();
}
