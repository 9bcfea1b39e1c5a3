// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs an application in a module layer of its own, with a module for each of its jars. Those that
 * have no descriptor get one that exports all packages and opens none, as {@code jdeps
 * --generate-module-info} would write it.
 */
final class StrictLayer implements ModuleFinder {

  private final Map<String, ModuleReference> modules = new HashMap<>();

  private StrictLayer(Path... jars) {
    for (ModuleReference module : ModuleFinder.of(jars).findAll()) {
      ModuleDescriptor descriptor = module.descriptor();
      modules.put(descriptor.name(), descriptor.isAutomatic() ? new Strict(module) : module);
    }
  }

  /** Returns the arguments of {@code java} that run the workload of a source in such a layer. */
  static List<String> command(Source source) {
    String itself = StrictLayer.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String jars = Jars.classPath(source.application(), source.libraries());
    return List.of("-cp", itself, StrictLayer.class.getName(), Workload.MAIN, jars);
  }

  /** Runs a class that has the name of the first argument, from the jars of the second. */
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
    all.forEach(one -> all.forEach(other -> layer.addReads(one, other)));
    ClassLoader loader = layer.layer().findLoader("pools");
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName(arguments[0], true, loader)
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

  /** What a jar without a descriptor becomes. */
  private static final class Strict extends ModuleReference {

    private final ModuleReference jar;

    Strict(ModuleReference jar) {
      super(descriptor(jar.descriptor()), jar.location().orElse(null));
      this.jar = jar;
    }

    private static ModuleDescriptor descriptor(ModuleDescriptor automatic) {
      ModuleDescriptor.Builder strict =
          ModuleDescriptor.newModule(automatic.name()).packages(automatic.packages());
      ModuleLayer.boot().modules().stream().map(Module::getName).forEach(strict::requires);
      automatic.packages().forEach(strict::exports);
      automatic.provides().forEach(strict::provides);
      return strict.build();
    }

    @Override
    public ModuleReader open() throws IOException {
      return jar.open();
    }
  }
}
