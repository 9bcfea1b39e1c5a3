// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs an application in a module layer of its own, with a module for each of its jars. A jar
 * without a descriptor gets a descriptor that exports all packages and opens none, as {@code jdeps
 * --generate-module-info} would write it. A jar with a package of the JDK's, such as JTA 1.1's, can
 * be no module and is left out.
 */
public final class StrictLayer implements ModuleFinder {

  private final Map<String, ModuleReference> modules = new HashMap<>();

  private StrictLayer(Path... jars) {
    Set<String> jdks =
        ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toSet());
    List<ModuleReference> all =
        ModuleFinder.of(jars).findAll().stream()
            .filter(jar -> Collections.disjoint(jar.descriptor().packages(), jdks))
            .toList();
    Map<String, String> owners = new HashMap<>();
    for (ModuleReference jar : all) {
      jar.descriptor().packages().forEach(of -> owners.put(of, jar.descriptor().name()));
    }
    for (ModuleReference jar : all) {
      boolean strict = jar.descriptor().isAutomatic();
      modules.put(jar.descriptor().name(), strict ? new Strict(jar, owners) : jar);
    }
  }

  /** Returns the arguments of {@code java} that run the workload of a source in such a layer. */
  public static List<String> command(Source source) {
    String itself = StrictLayer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String jars = Jars.classPath(source.application(), source.libraries());
    List<String> command = new ArrayList<>(source.options());
    command.addAll(List.of("-cp", itself, StrictLayer.class.getName(), source.application(), jars));
    return command;
  }

  /** Runs the workload of the application of the first argument, from the jars of the second. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Path[] jars =
        Arrays.stream(arguments[1].split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
    StrictLayer finder = new StrictLayer(jars);
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(finder, ModuleFinder.of(), finder.modules.keySet());
    ModuleLayer.Controller layer =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(boot), ClassLoader.getPlatformClassLoader());
    Set<Module> all = layer.layer().modules();
    for (Module one : all) {
      Stream.of(all, boot.modules())
          .flatMap(Set::stream)
          .forEach(other -> layer.addReads(one, other));
    }
    ClassLoader loader = layer.layer().findLoader(arguments[0]);
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName("com.example." + arguments[0] + ".Workload", true, loader)
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(arguments, 2, arguments.length));
  }

  @Override
  public Optional<ModuleReference> find(String name) {
    return Optional.ofNullable(modules.get(name));
  }

  @Override
  public Set<ModuleReference> findAll() {
    return Set.copyOf(modules.values());
  }

  /** The module of a jar without a descriptor. */
  private static final class Strict extends ModuleReference {

    private final ModuleReference jar;

    /** The owners are the modules of all jars, by their packages. */
    Strict(ModuleReference jar, Map<String, String> owners) {
      super(descriptor(jar, owners), jar.location().orElse(null));
      this.jar = jar;
    }

    private static ModuleDescriptor descriptor(ModuleReference jar, Map<String, String> owners) {
      ModuleDescriptor automatic = jar.descriptor();
      ModuleDescriptor.Builder strict =
          ModuleDescriptor.newModule(automatic.name()).packages(automatic.packages());
      Set<String> required = new TreeSet<>();
      ModuleLayer.boot().modules().forEach(module -> required.add(module.getName()));
      for (ModuleDescriptor.Provides provided : automatic.provides()) {
        String owner = owners.get(packageOf(provided.service()));
        if (owner != null || provided.service().startsWith("java")) {
          strict.provides(provided);
          required.add(owner == null ? "java.base" : owner);
        }
      }
      required.remove(automatic.name());
      required.forEach(strict::requires);
      automatic.packages().forEach(strict::exports);
      classes(jar).forEach(strict::uses);
      return strict.build();
    }

    /** Any of them may be a service that the jar looks for. */
    private static List<String> classes(ModuleReference jar) {
      try (ModuleReader reader = jar.open();
          Stream<String> names = reader.list()) {
        return names
            .filter(name -> name.matches("\\w+/[\\w/]+\\.class"))
            .map(name -> name.replace(".class", "").replace('/', '.'))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String packageOf(String type) {
      return type.substring(0, type.lastIndexOf('.'));
    }

    @Override
    public ModuleReader open() throws IOException {
      return jar.open();
    }
  }
}
