// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;

/**
 * Methods of a class, and the call of {@link dev.leasehold.bootstrap.Bridge} that goes into them.
 *
 * <p>Methods are named with descriptors, such as {@code isValid(I)Z}, or by name alone for all
 * overloads; a constructor is {@code <init>}. A method that a version of the class lacks is passed
 * over, but for the method that connects and the method that starts a pool.
 */
public final class InstrumentedMethods {

  /** The end of the descriptor of a method that returns one of JDBC's or of a driver's own type. */
  private static final String A_CONNECTION = "Connection;";

  private static final String CONNECT =
      "connect(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;";

  /** Makes the visitor that puts the call in. */
  @FunctionalInterface
  private interface CallInserter {
    MethodVisitor around(MethodVisitor next, WovenMethod method);
  }

  private final CallInserter call;
  private final Selection kind;
  private final List<String> methods;

  private enum Selection {
    /** All the methods that are there. */
    ALL,
    /** The same, static methods too. */
    LOGIN_POINT,
    /** The same as the first, and such a method must be there. */
    START,
    /** The first method that is there. */
    CONNECT_IF_THERE,
    /** The first of these names that is there; the class must have one of them. */
    CONNECT,
    /**
     * All methods of these names, and all that return a connection, static methods too. The class
     * must have one of them.
     */
    REFUSED
  }

  private InstrumentedMethods(Selection kind, CallInserter call, String... methods) {
    this.kind = kind;
    this.call = call;
    this.methods = Collections.unmodifiableList(Arrays.asList(methods));
  }

  /**
   * {@code Driver.connect(String, Properties)}: other arguments, a repetition, or a refusal.
   *
   * @param connectMethod the name of the driver, for the bridge
   */
  public static InstrumentedMethods connect(String connectMethod) {
    return connectByTwo(connectMethod, CONNECT);
  }

  /** The same for a class of which it is not known whether it connects itself. */
  public static InstrumentedMethods connectIfThere(String connectMethod) {
    return connectByTwoIfThere(connectMethod, CONNECT);
  }

  /** The same for a method whose first two parameters tell where to connect. */
  static InstrumentedMethods connectByTwoIfThere(String connectMethod, String... methods) {
    return new InstrumentedMethods(
        Selection.CONNECT_IF_THERE,
        (next, method) -> new ConnectCall(next, method, connectMethod, true),
        methods);
  }

  /**
   * The same for an instance method whose first two parameters tell where to connect.
   *
   * @param methods with descriptors; the first that the class has
   */
  public static InstrumentedMethods connectByTwo(String connectMethod, String... methods) {
    return new InstrumentedMethods(
        Selection.CONNECT,
        (next, method) -> new ConnectCall(next, method, connectMethod, true),
        methods);
  }

  /** The same for a method whose first parameter alone tells where to connect. */
  public static InstrumentedMethods connectByOne(String connectMethod, String... methods) {
    return new InstrumentedMethods(
        Selection.CONNECT,
        (next, method) -> new ConnectCall(next, method, connectMethod, false),
        methods);
  }

  /** The same for a class that connects in some versions only. */
  public static InstrumentedMethods connectByOneIfThere(String connectMethod, String... methods) {
    return new InstrumentedMethods(
        Selection.CONNECT_IF_THERE,
        (next, method) -> new ConnectCall(next, method, connectMethod, false),
        methods);
  }

  /**
   * Every method by which a class without the expected methods may connect: each method of their
   * names, and each method that returns a connection. Refuses.
   *
   * @param loginPoint the name with which the bridge is told that this is to be refused
   */
  static InstrumentedMethods refusedLogins(String loginPoint, String... names) {
    return new InstrumentedMethods(
        Selection.REFUSED, (next, method) -> new RefusedLoginCall(next, method, loginPoint), names);
  }

  /** Methods of a connection that return a boolean: false at once for a retired connection. */
  public static InstrumentedMethods validity(String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new ValidityCall(next, method, null, ""), methods);
  }

  /**
   * The same, but for a connection in whose field there is something of this type. It is a pool
   * inside the driver, which loses count when a connection is invalid and not broken.
   *
   * @param field of the class itself
   * @param type its internal name
   */
  public static InstrumentedMethods validityUnless(String field, String type, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new ValidityCall(next, method, field, type), methods);
  }

  /** Methods of a connection: their exceptions are explained. */
  public static InstrumentedMethods failures(String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new FailureCall(next, method, null), methods);
  }

  /**
   * Methods of something that holds its connection in a field of this name, which explain too.
   *
   * @param field with a colon and its descriptor where the class inherits it
   */
  public static InstrumentedMethods failuresOf(String field, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new FailureCall(next, method, field), methods);
  }

  /**
   * Methods of a pooled object, by which a pool of this kind decides whether to keep it. For an
   * object that is to go they return true at once, or do nothing.
   */
  public static InstrumentedMethods keeping(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new KeepingCall(next, method, kind), methods);
  }

  /**
   * Methods of a pool of this kind whose first argument is a pooled object. For an object that is
   * to go they return false at once, or do nothing.
   */
  public static InstrumentedMethods refusing(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new RefusingCall(next, method, kind, 1), methods);
  }

  /**
   * Methods of an object in a pool of this kind, by which it finds out whether it is valid. For an
   * object that is to go they return false at once.
   */
  public static InstrumentedMethods validityOfPooled(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new RefusingCall(next, method, kind, 0), methods);
  }

  /**
   * A method without which nobody logs in to a database without JDBC, static or not. Its parameters
   * are objects, and so is its result, if it has a result: perhaps another object, or a refusal.
   *
   * @param methods with descriptors; the first that the class has
   */
  public static InstrumentedMethods login(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.CONNECT, (next, method) -> new InterceptCall(next, method, kind, false), methods);
  }

  /** Methods of which the first parameters, that are objects, tell if something else is done. */
  public static InstrumentedMethods intercept(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new InterceptCall(next, method, kind, false), methods);
  }

  /** The same of methods whose first parameters are ints, too. */
  public static InstrumentedMethods interceptWithInts(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new InterceptCall(next, method, kind, true), methods);
  }

  /**
   * A driver's own login point: methods with which it begins to log in to one server, before
   * anything that names the user is sent there. May refuse.
   *
   * @param loginPoint the name of the login point, for the bridge
   * @param parameter the parameter that tells the server, from 0
   */
  public static InstrumentedMethods reaching(String loginPoint, int parameter, String... methods) {
    return new InstrumentedMethods(
        Selection.LOGIN_POINT,
        (next, method) -> new ReachingCall(next, method, loginPoint, parameter),
        methods);
  }

  /** The same for methods of an object that is a connection to one server. */
  public static InstrumentedMethods reachingThis(String loginPoint, String... methods) {
    return new InstrumentedMethods(
        Selection.LOGIN_POINT,
        (next, method) -> new ReachingCall(next, method, loginPoint, ReachingCall.THIS),
        methods);
  }

  /**
   * Methods that end when one server has answered a login, and return nothing.
   *
   * @param parameter as for {@link #reaching}
   */
  public static InstrumentedMethods answered(String loginPoint, int parameter, String... methods) {
    return new InstrumentedMethods(
        Selection.LOGIN_POINT,
        (next, method) -> new AnsweredCall(next, method, loginPoint, parameter),
        methods);
  }

  /** Methods that are given an answer of the database: an object of this type, by internal name. */
  public static InstrumentedMethods onBackendMessage(String kind, String type, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new BackendMessageCall(next, method, kind, type), methods);
  }

  /** Methods or constructors after whose normal end a pool of this kind is there. */
  public static InstrumentedMethods started(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.START, (next, method) -> new StartCall(next, kind), methods);
  }

  /**
   * Methods by which a pool of this kind sets up a connection that it has just opened, their first
   * argument. Each end of theirs counts, by a failure too.
   */
  public static InstrumentedMethods setUp(String kind, String... methods) {
    return new InstrumentedMethods(
        Selection.ALL, (next, method) -> new SetUpCall(next, method, kind), methods);
  }

  /** Methods with which a pool begins to shut down. */
  public static InstrumentedMethods stopped(String... methods) {
    return new InstrumentedMethods(Selection.ALL, (next, method) -> new StopCall(next), methods);
  }

  /** A class loader's ways to load a class: the bridge's types come from the boot loader. */
  public static InstrumentedMethods loading() {
    return new InstrumentedMethods(
        Selection.ALL,
        LoadingCall::new,
        "loadClass(Ljava/lang/String;)Ljava/lang/Class;",
        "loadClass(Ljava/lang/String;Z)Ljava/lang/Class;");
  }

  /** Returns whether a class that has none of the methods is not to be loaded. */
  boolean isRequired() {
    return kind == Selection.CONNECT || kind == Selection.REFUSED;
  }

  /** Returns whether a driver logs in to a server by the methods. */
  boolean isLoginPoint() {
    return kind == Selection.LOGIN_POINT;
  }

  /** Returns the names of the methods, without descriptors. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (String method : methods) {
      int descriptor = method.indexOf('(');
      names.add(descriptor < 0 ? method : method.substring(0, descriptor));
    }
    return names;
  }

  /** Returns whether connections are opened by the methods, where the class has them. */
  boolean connects() {
    return kind == Selection.CONNECT || kind == Selection.CONNECT_IF_THERE;
  }

  /**
   * Returns whether nothing would tell that a pool has started.
   *
   * @param all names and descriptors of the methods that the class has
   */
  boolean lacksStart(Set<String> all) {
    return kind == Selection.START
        && all.stream().noneMatch(whole -> isNamed(whole.substring(0, whole.indexOf('(')), whole));
  }

  /**
   * Returns whether the call goes into this method.
   *
   * @param all names and descriptors of the methods that the class has
   */
  boolean takes(WovenMethod method, Set<String> all) {
    String whole = method.name() + method.descriptor();
    if (kind == Selection.LOGIN_POINT) {
      return isNamed(method.name(), whole);
    }
    if (kind == Selection.REFUSED) {
      return methods.contains(method.name()) || method.descriptor().endsWith(A_CONNECTION);
    }
    if (kind == Selection.ALL || kind == Selection.START) {
      return !method.isStatic() && isNamed(method.name(), whole);
    }
    for (String candidate : methods) {
      if (all.contains(candidate)) {
        return candidate.equals(whole);
      }
    }
    return false;
  }

  private boolean isNamed(String name, String whole) {
    return methods.contains(name) || methods.contains(whole);
  }

  MethodVisitor around(MethodVisitor next, WovenMethod method) {
    return call.around(next, method);
  }
}
