package dev.leasehold.inject;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/**
 * The only class that knows Byte Buddy. Reads class files and loads no class of the application.
 */
final class Loom {

  static {
    // The nexus is for types with initialisers of their own, which we have none of; on JDK 24 and
    // later its class warns through Unsafe.
    if (System.getProperty("net.bytebuddy.nexus.disabled") == null) {
      System.setProperty("net.bytebuddy.nexus.disabled", "true");
    }
  }

  private static final ByteBuddy BYTE_BUDDY = new ByteBuddy().with(TypeValidation.DISABLED);

  private Loom() {}

  static byte[] weave(ClassLoader loader, WovenClass woven, byte[] classfile) {
    String name = woven.internalName().replace('/', '.');
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(name, classfile),
            ClassFileLocator.ForClassLoader.of(loader));
    TypeDescription type = TypePool.Default.WithLazyResolution.of(locator).describe(name).resolve();
    DynamicType.Builder<?> builder = BYTE_BUDDY.decorate(type, locator);
    for (Site site : woven.sites()) {
      ElementMatcher<MethodDescription> methods =
          method -> site.takes(method.getInternalName(), method.getDescriptor());
      builder = builder.visit(advice(site).on(methods));
    }
    return builder.make().getBytes();
  }

  private static Advice advice(Site site) {
    ClassLoader own = site.advice().getClassLoader();
    return Advice.to(site.advice(), ClassFileLocator.ForClassLoader.of(own));
  }
}
