package dev.leasehold.inject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A weaver that loads Byte Buddy when it first weaves. */
public final class ByteBuddyWeaver implements Weaver {

  private final Map<String, WovenClass> classes = new HashMap<>();

  /** Makes a weaver for these classes. */
  public ByteBuddyWeaver(List<WovenClass> classes) {
    for (WovenClass woven : classes) {
      this.classes.put(woven.internalName(), woven);
    }
  }

  @Override
  public Set<String> internalNames() {
    return classes.keySet();
  }

  @Override
  public byte @Nullable [] weave(
      @Nullable ClassLoader loader, String internalName, byte[] classfile) {
    WovenClass woven = classes.get(internalName);
    return woven == null || loader == null ? null : Loom.weave(loader, woven, classfile);
  }

  @Override
  public void warm() {
    Rehearsal.run();
  }
}
