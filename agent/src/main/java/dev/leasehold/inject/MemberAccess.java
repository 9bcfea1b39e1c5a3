// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Access to the members of drivers' and pools' objects by name, superclasses included. Each member
 * is looked up once for each loaded class, and kept with that class.
 */
public final class MemberAccess {

  private static final ClassValue<MemberAccess> OF =
      new ClassValue<MemberAccess>() {
        @Override
        protected MemberAccess computeValue(Class<?> type) {
          return new MemberAccess(type);
        }
      };

  private final Class<?> type;
  private final Map<String, Field> fields = new ConcurrentHashMap<>();
  private final Map<String, Method> methods = new ConcurrentHashMap<>();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  private MemberAccess(Class<?> type) {
    this.type = type;
  }

  /**
   * Returns a field's value.
   *
   * @throws NoSuchFieldException when there is none, or a module hides it
   */
  public static @Nullable Object get(Object instance, String field)
      throws ReflectiveOperationException {
    return OF.get(instance.getClass()).field(field).get(instance);
  }

  /** Returns the value of a field that is never null. */
  public static Object part(Object instance, String field) throws ReflectiveOperationException {
    Object value = get(instance, field);
    if (value == null) {
      throw new NoSuchFieldException(instance.getClass().getName() + "." + field + " is null");
    }
    return value;
  }

  /** Returns whether there is a field of this name: versions differ. */
  public static boolean has(Object instance, String field) {
    return OF.get(instance.getClass()).hasField(field);
  }

  /** Sets a field's value. */
  public static void set(Object instance, String field, @Nullable Object value)
      throws ReflectiveOperationException {
    OF.get(instance.getClass()).field(field).set(instance, value);
  }

  /**
   * Calls the method of this name that takes the arguments.
   *
   * @throws NoSuchMethodException when there is none, or a module hides it
   */
  public static @Nullable Object call(Object instance, String method, Object... arguments)
      throws ReflectiveOperationException {
    return needed(instance, method, arguments).invoke(instance, arguments);
  }

  /**
   * Returns the method that {@link #call} would call: to be found before something is done that
   * only the call completes.
   *
   * @throws NoSuchMethodException when there is none, or a module hides it
   */
  public static Method needed(Object instance, String method, Object... arguments)
      throws NoSuchMethodException {
    return OF.get(instance.getClass()).method(method, arguments);
  }

  /** Returns a constant of an enumeration that the instance's class sees. */
  public static Object constant(Object instance, String enumeration, String name)
      throws ReflectiveOperationException {
    return Class.forName(enumeration, false, instance.getClass().getClassLoader())
        .getField(name)
        .get(null);
  }

  /**
   * Makes an instance of a class that is nested in the instance's, with its constructor of so many
   * parameters.
   *
   * @throws NoSuchMethodException when there is none, or a module hides it
   */
  public static Object create(Object instance, String nested, Object... arguments)
      throws ReflectiveOperationException {
    Class<?> outer = instance.getClass();
    String name = outer.getName() + '$' + nested;
    Class<?> type = Class.forName(name, true, outer.getClassLoader());
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterTypes().length == arguments.length && isOpened(constructor)) {
        return constructor.newInstance(arguments);
      }
    }
    throw new NoSuchMethodException("a constructor of " + name + " is not there, or hidden");
  }

  private boolean hasField(String name) {
    if (missing.contains(name)) {
      return false;
    }
    try {
      field(name);
      return true;
    } catch (NoSuchFieldException otherVersion) {
      missing.add(name);
      return false;
    }
  }

  private Field field(String name) throws NoSuchFieldException {
    Field known = fields.get(name);
    if (known == null) {
      known = findField(name);
      fields.put(name, known);
    }
    return known;
  }

  private Field findField(String name) throws NoSuchFieldException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals(name) && isOpened(field)) {
          return field;
        }
      }
    }
    throw new NoSuchFieldException(type.getName() + "." + name + " is not there, or hidden");
  }

  private Method method(String name, Object... arguments) throws NoSuchMethodException {
    String key = arguments.length == 0 ? name : name + '/' + arguments.length;
    Method known = methods.get(key);
    if (known == null) {
      known = findMethod(name, arguments);
      methods.put(key, known);
    }
    return known;
  }

  private Method findMethod(String name, Object... arguments) throws NoSuchMethodException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals(name)
            && takes(method.getParameterTypes(), arguments)
            && isOpened(method)) {
          return method;
        }
      }
    }
    throw new NoSuchMethodException(type.getName() + "." + name + " is not there, or hidden");
  }

  private static boolean takes(Class<?>[] parameters, Object... arguments) {
    boolean takes = parameters.length == arguments.length;
    for (int i = 0; takes && i < arguments.length; i++) {
      takes = parameters[i].isPrimitive() || parameters[i].isInstance(arguments[i]);
    }
    return takes;
  }

  private static <T extends AccessibleObject & Member> boolean isOpened(T member) {
    try {
      ModuleAccess.open(member);
      return true;
    } catch (RuntimeException hiddenByModule) {
      return false;
    }
  }
}
