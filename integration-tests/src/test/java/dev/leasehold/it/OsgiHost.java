// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Runs in the JVM under test. Starts the OSGi framework of the class path with all bundles of a
 * directory, and then the main class of one of them.
 */
final class OsgiHost {

  private OsgiHost() {}

  /** Arguments: directory, symbolic name of the application's bundle, main class, its arguments. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Framework framework = framework(directory.resolve("storage"));
    Class<?> main = null;
    for (Bundle bundle : started(framework, directory)) {
      if (arguments[1].equals(bundle.getSymbolicName())) {
        main = bundle.loadClass(arguments[2]);
        // The driver manager finds no driver in a bundle; the user of a driver loads it.
        Class.forName("org.postgresql.Driver", true, main.getClassLoader());
      }
    }
    if (main == null) {
      throw new IllegalStateException("no bundle " + arguments[1] + " in " + directory);
    }
    Thread.currentThread().setContextClassLoader(main.getClassLoader());
    String[] its = Arrays.copyOfRange(arguments, 3, arguments.length);
    main.getMethod("main", String[].class).invoke(null, (Object) its);
    framework.stop();
    framework.waitForStop(0);
  }

  private static Framework framework(Path storage) throws Exception {
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).iterator().next();
    Framework framework =
        factory.newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    framework.start();
    return framework;
  }

  private static List<Bundle> started(Framework framework, Path directory) throws Exception {
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    return bundles;
  }
}
