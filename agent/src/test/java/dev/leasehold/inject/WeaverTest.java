// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.weave.Weaver;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;

class WeaverTest {

  /** A class of ASM that writes methods, and nothing else needs. */
  private static final String WRITER = "org.objectweb.asm.MethodWriter";

  private final Weaver weaver = new Weaver(LibraryLoader.wovenClasses());

  @Test
  void loadsAsmWhenItRehearses() throws Exception {
    try (OwnLoader own = new OwnLoader(Weaver.class, ClassReader.class)) {
      Object cold =
          own.loadClass(Weaver.class.getName()).getConstructor(List.class).newInstance(List.of());
      assertThat(own.hasLoaded(WRITER)).isFalse();
      cold.getClass().getMethod("warm").invoke(cold);
      assertThat(own.hasLoaded(WRITER)).isTrue();
    }
  }

  /** Loads the libraries of these classes anew. */
  private static final class OwnLoader extends URLClassLoader {
    OwnLoader(Class<?>... inLibraries) {
      super(
          Stream.of(inLibraries)
              .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
              .toArray(URL[]::new),
          ClassLoader.getPlatformClassLoader());
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }

  @Test
  void leavesOtherClassesAndTheBootLoaderAlone() {
    assertThat(weaver.weave(getClass().getClassLoader(), "org/example/Other", new byte[0]))
        .isNull();
    assertThat(weaver.weave(null, "org/postgresql/Driver", new byte[0])).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.2.29", "postgresql-newest"})
  void addsNoMember(String library) throws Exception {
    try (LibraryLoader woven = new LibraryLoader(library);
        URLClassLoader plain =
            new URLClassLoader(woven.getURLs(), ClassLoader.getPlatformClassLoader())) {
      for (String name : weaver.internalNames()) {
        if (name.startsWith("org/postgresql/")) {
          assertThat(members(woven, name)).isEqualTo(members(plain, name));
        }
      }
    }
  }

  @Test
  void keepsTheClassFileVersion() throws Exception {
    try (LibraryLoader application = new LibraryLoader("postgresql-42.2.2")) {
      String name = "org/postgresql/Driver";
      byte[] before = classfile(application, name);
      byte[] after = weaver.weave(application, name, before);
      assertThat(after).isNotNull();
      assertThat(new ClassReader(after).readShort(6))
          .isEqualTo(new ClassReader(before).readShort(6));
    }
  }

  @Test
  void weavesClassFilesThatAreNewerThanItKnows() throws Exception {
    try (LibraryLoader application = new LibraryLoader("postgresql-newest")) {
      String name = "org/postgresql/jdbc/PgConnection";
      byte[] future = classfile(application, name);
      future[7] = 99;
      byte[] woven = weaver.weave(application, name, future);
      assertThat(woven).isNotNull().hasSizeGreaterThan(future.length);
      assertThat(woven == null ? 0 : woven[7]).isEqualTo((byte) 99);
    }
  }

  @Test
  void refusesADriverThatDoesNotConnectItself() {
    byte[] other = classfileOf(WeaverTest.class);
    assertThatThrownBy(
            () -> weaver.weave(getClass().getClassLoader(), "org/postgresql/Driver", other))
        .hasMessageContaining("no method of its own that connects as known");
    assertThat(weaver.connects("org/postgresql/Driver")).isTrue();
    assertThat(weaver.connects("org/postgresql/jdbc/PgConnection")).isFalse();
  }

  private static byte[] classfileOf(Class<?> type) {
    try {
      return classfile(type.getClassLoader(), type.getName().replace('.', '/'));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] classfile(ClassLoader loader, String internalName) throws Exception {
    URL url = loader.getResource(internalName + ".class");
    assertThat(url).isNotNull();
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    }
  }

  private static List<String> members(ClassLoader loader, String internalName) throws Exception {
    Class<?> type = loader.loadClass(internalName.replace('/', '.'));
    List<String> members =
        new ArrayList<>(
            Arrays.stream(type.getDeclaredMethods()).map(Method::toString).sorted().toList());
    Arrays.stream(type.getDeclaredFields()).map(Object::toString).sorted().forEach(members::add);
    Arrays.stream(type.getInterfaces()).map(Object::toString).forEach(members::add);
    return members;
  }
}
