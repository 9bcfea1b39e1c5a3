// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A weak reference that is its own key in a map, by identity of its object. A reference whose
 * object is collected is equal to itself alone, so that it can be removed.
 */
public abstract class IdentityReference extends WeakReference<Object> {

  private final int hash;

  /** Makes a reference that is put into the queue when the object is collected. */
  protected IdentityReference(Object object, ReferenceQueue<Object> collected) {
    super(object, collected);
    this.hash = System.identityHashCode(object);
  }

  /**
   * Returns a key that finds the reference of an object in a map, without becoming a key itself.
   */
  public static Object keyOf(Object object) {
    return new IdentityKey(object);
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  /**
   * Two references to one object are equal; a reference whose object is collected is equal to no
   * other.
   */
  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof IdentityReference && isOf(((IdentityReference) other).get()));
  }

  private boolean isOf(@Nullable Object object) {
    return object != null && get() == object;
  }

  private static final class IdentityKey {

    private final Object object;

    IdentityKey(Object object) {
      this.object = object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof IdentityReference && ((IdentityReference) other).isOf(object);
    }
  }
}
