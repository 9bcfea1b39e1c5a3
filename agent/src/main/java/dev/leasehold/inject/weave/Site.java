package dev.leasehold.inject.weave;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;

/**
 * Methods of a class, and the call of {@link dev.leasehold.bootstrap.Bridge} that goes into them.
 *
 * <p>Methods are named with descriptors, such as {@code isValid(I)Z}, or by name alone for all
 * overloads; a constructor is {@code <init>}. Those that a version of the class lacks are passed
 * over, but for the one that connects.
 */
public final class Site {

  private static final String CONNECT =
      "connect(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;";

  /** Makes the visitor that puts the call in. */
  @FunctionalInterface
  private interface Call {
    MethodVisitor around(MethodVisitor next, WovenMethod method);
  }

  private final Call call;
  private final boolean connect;
  private final Set<String> methods;

  private Site(Call call, boolean connect, String... methods) {
    this.call = call;
    this.connect = connect;
    this.methods = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(methods)));
  }

  /** {@code Driver.connect(String, Properties)}: other arguments, a repetition, or a refusal. */
  public static Site connect() {
    return new Site(ConnectCall::new, true, CONNECT);
  }

  /** Methods of a connection that return a boolean: false at once for a retired connection. */
  public static Site validity(String... methods) {
    return new Site(ValidityCall::new, false, methods);
  }

  /** Methods of a connection: what they throw is explained. */
  public static Site failures(String... methods) {
    return new Site((next, method) -> new FailureCall(next, method, null), false, methods);
  }

  /** Methods of something that holds its connection in a field of this name, which explain too. */
  public static Site failuresOf(String field, String... methods) {
    return new Site((next, method) -> new FailureCall(next, method, field), false, methods);
  }

  /**
   * Methods of what a pool of this kind holds, by which it decides whether to keep it: true at
   * once, or nothing done, for one that is to go.
   */
  public static Site keeping(String kind, String... methods) {
    return new Site((next, method) -> new KeepingCall(next, method, kind), false, methods);
  }

  /** Methods or constructors after whose normal end a pool of this kind is there. */
  public static Site started(String kind, String... methods) {
    return new Site((next, method) -> new StartCall(next, kind), false, methods);
  }

  /** Methods with which a pool begins to shut down. */
  public static Site stopped(String... methods) {
    return new Site((next, method) -> new StopCall(next), false, methods);
  }

  boolean isConnect() {
    return connect;
  }

  boolean takes(WovenMethod method) {
    return methods.contains(method.name()) || methods.contains(method.name() + method.descriptor());
  }

  MethodVisitor around(MethodVisitor next, WovenMethod method) {
    return call.around(next, method);
  }
}
