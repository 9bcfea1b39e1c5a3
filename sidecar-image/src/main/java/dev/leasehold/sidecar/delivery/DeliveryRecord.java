// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Lease;
import dev.leasehold.sidecar.volume.VolumeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers, beyond the end of this process, which lease the credential in a file is on. */
public interface DeliveryRecord {

  /**
   * Takes note that the file is about to get this content, for a lease. What it has until then
   * stays known, however many contents are noted that it does not get.
   *
   * @param before what the file has until then; null where it has nothing or cannot be read
   * @throws VolumeException when that cannot be remembered. The file is not to be written then
   */
  void writing(Lease lease, byte[] content, byte @Nullable [] before) throws VolumeException;

  /**
   * Returns for how long a content that an earlier process wrote may still be used.
   *
   * @param content null where the file cannot be read: the one that was written last is meant
   * @return zero where the lease has ended, and where no lease is known for the content
   */
  Duration usableFor(byte @Nullable [] content);
}
