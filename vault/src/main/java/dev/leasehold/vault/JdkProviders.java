// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The security providers that the JDK came with, also where the application puts others before
 * them, takes them away or replaces them. Inside {@link #use()} every {@code getInstance} of the
 * thread finds them and no others, also where the JDK's own TLS asks, which names no provider.
 *
 * <p>The JDK has a list of providers for one thread, with which it verifies signed jars ({@code
 * sun.security.jca.Providers}, from Java 6 to 25). That list is set here. The package is not
 * exported, so the agent has to open it. Where nobody does, {@link #use()} does nothing: in a JVM
 * of our own there is no application to keep apart.
 *
 * <p>The classes of {@code sun.security.ssl} may be first used while another provider is asked for
 * curves. They then stay unusable for the life of the JVM, so {@link VaultSession#warm()} uses them
 * early.
 */
public final class JdkProviders {

  /** The providers that TLS needs; a JDK of another make does not have them all. */
  private static final List<String> NEEDED =
      Collections.unmodifiableList(
          Arrays.asList("SUN", "SunRsaSign", "SunEC", "SunJSSE", "SunJCE"));

  private static final String PACKAGE = "sun.security.jca";

  private static volatile @Nullable JdkProviders fixed;

  private final Object list;
  private final Method begin;
  private final Method end;

  private JdkProviders() throws ReflectiveOperationException {
    Class<?> providers = Class.forName(PACKAGE + ".Providers");
    Class<?> listType = Class.forName(PACKAGE + ".ProviderList");
    this.begin = providers.getMethod("beginThreadProviderList", listType);
    this.end = providers.getMethod("endThreadProviderList", listType);
    Method get = listType.getDeclaredMethod("getProvider", int.class);
    get.setAccessible(true);
    Method size = listType.getMethod("size");
    Collected collected = new Collected();
    collected.addFrom(call(providers.getMethod("getFullProviderList"), null), size, get);
    if (!collected.isWhole()) {
      Method configured = listType.getDeclaredMethod("fromSecurityProperties");
      configured.setAccessible(true);
      collected.addFrom(call(configured, null), size, get);
    }
    Method newList = listType.getMethod("newList", Provider[].class);
    this.list = call(newList, null, (Object) collected.own.toArray(new Provider[0]));
  }

  /**
   * Fixes the providers for the rest of the JVM's life. Loads the providers that TLS needs, so it
   * is for a background thread; the application may have changed its list by then. Does nothing the
   * second time.
   *
   * @param instrumentation opens the package to this class; null where that is open or there are no
   *     modules
   * @throws GeneralSecurityException when this JVM's providers cannot be told apart; TLS to Vault
   *     then uses the application's providers
   */
  public static synchronized void fix(@Nullable Instrumentation instrumentation)
      throws GeneralSecurityException {
    if (fixed != null) {
      return;
    }
    try {
      if (instrumentation != null) {
        open(instrumentation);
      }
      fixed = new JdkProviders();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new GeneralSecurityException(
          "the JDK's own security providers cannot be told from the application's (" + e + ")", e);
    }
  }

  /** Runs a task for which the thread finds the JDK's own providers and no others. */
  public static void run(Runnable task) {
    try (Use own = use()) {
      task.run();
    }
  }

  /** Begins the use of the JDK's own providers on this thread. */
  static Use use() {
    JdkProviders own = fixed;
    return own == null ? Use.NOTHING : new Use(own, own.begin());
  }

  private @Nullable Object begin() {
    try {
      return begin.invoke(null, list);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's provider list cannot be set", e);
    }
  }

  private void end(@Nullable Object before) {
    try {
      end.invoke(null, before);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the JDK's provider list cannot be set back", e);
    }
  }

  /** Java 8 has no modules, and lacks the types of these methods at compile time. */
  private static void open(Instrumentation instrumentation) throws ReflectiveOperationException {
    Method getModule;
    try {
      getModule = Class.class.getMethod("getModule");
    } catch (NoSuchMethodException java8) {
      return;
    }
    Object base = getModule.invoke(Object.class);
    Map<String, Set<Object>> toUs =
        Collections.singletonMap(
            PACKAGE, Collections.singleton(getModule.invoke(JdkProviders.class)));
    Instrumentation.class
        .getMethod(
            "redefineModule",
            getModule.getReturnType(),
            Set.class,
            Map.class,
            Map.class,
            Set.class,
            Map.class)
        .invoke(
            instrumentation,
            base,
            Collections.emptySet(),
            toUs,
            toUs,
            Collections.emptySet(),
            Collections.emptyMap());
  }

  private static Object call(Method method, @Nullable Object target, Object... arguments)
      throws ReflectiveOperationException {
    Object result = method.invoke(target, arguments);
    if (result == null) {
      throw new InvocationTargetException(null, method + " returned nothing");
    }
    return result;
  }

  /** Returns whether a class is of the JDK: of the loaders above the application's. */
  private static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    ClassLoader above = ClassLoader.getSystemClassLoader().getParent();
    while (above != null && !above.equals(loader)) {
      above = above.getParent();
    }
    return loader == null || above != null;
  }

  /** The JDK's own providers in the order of the list, up to the last that TLS needs. */
  private static final class Collected {

    private final List<Provider> own = new ArrayList<>();
    private final Set<String> missing = new LinkedHashSet<>(NEEDED);

    boolean isWhole() {
      return missing.isEmpty();
    }

    void addFrom(Object list, Method size, Method get) throws ReflectiveOperationException {
      int count = (Integer) call(size, list);
      for (int i = 0; i < count && !isWhole(); i++) {
        Provider provider = (Provider) call(get, list, i);
        if (isWanted(provider)) {
          own.add(provider);
          missing.remove(provider.getName());
        }
      }
    }

    /** A provider that cannot be loaded is in the list as a provider without services. */
    private boolean isWanted(Provider provider) {
      return !provider.isEmpty()
          && isOfTheJdk(provider.getClass())
          && own.stream().noneMatch(known -> known.getName().equals(provider.getName()));
    }
  }

  /** The use of the JDK's own providers on one thread, from which it is to be closed. */
  static final class Use implements AutoCloseable {

    private static final Use NOTHING = new Use(null, null);

    private final @Nullable JdkProviders own;
    private final @Nullable Object before;

    private Use(@Nullable JdkProviders own, @Nullable Object before) {
      this.own = own;
      this.before = before;
    }

    @Override
    public void close() {
      if (own != null) {
        own.end(before);
      }
    }
  }
}
