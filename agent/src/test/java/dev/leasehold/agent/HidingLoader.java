// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A class loader of an application's own making that shows its classes nothing of the boot loader's
 * but the JDK. It is also the application, which starts another in it.
 */
class HidingLoader extends URLClassLoader {

  /** The argument of {@code main} for a loader that not even an agent may change. */
  static final String UNMODIFIABLE = "unmodifiable";

  HidingLoader(URL[] classPath) {
    super(classPath, ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("dev.leasehold.bootstrap.")) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  /** Arguments: the kind of loader, the name of the class to start in it, its own argument. */
  public static void main(String[] arguments) throws Exception {
    ClassLoader loader = of(arguments[0].equals(UNMODIFIABLE) ? hidden() : HidingLoader.class);
    Thread.currentThread().setContextClassLoader(loader);
    Class<?> application = Class.forName(arguments[1], true, loader);
    var main = application.getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) new String[] {arguments[2]});
  }

  private static ClassLoader of(Class<?> type) throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(":", -1)) {
      classPath.add(Path.of(path).toUri().toURL());
    }
    var constructor = type.getDeclaredConstructor(URL[].class);
    return (ClassLoader) constructor.newInstance((Object) classPath.toArray(URL[]::new));
  }

  /** A hidden class cannot be changed any more. */
  private static Class<?> hidden() throws Exception {
    try (InputStream classfile = HidingLoader.class.getResourceAsStream("HidingLoader.class")) {
      return MethodHandles.lookup().defineHiddenClass(classfile.readAllBytes(), true).lookupClass();
    }
  }
}
