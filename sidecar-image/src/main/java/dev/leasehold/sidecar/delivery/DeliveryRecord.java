// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Lease;
import dev.leasehold.sidecar.volume.VolumeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Remembers, beyond the end of this process, which lease the credential in a file is on. */
public interface DeliveryRecord {

  /**
   * Takes note that the file is about to get this content, for a lease. Its content until then
   * stays known, however many contents are noted that it does not get.
   *
   * @param before the content of the file until then; null where it is empty or cannot be read
   * @throws VolumeException when that cannot be recorded. The file is not to be written then
   */
  void writing(Lease lease, byte[] content, byte @Nullable [] before) throws VolumeException;

  /**
   * Returns for how long a content that an earlier process wrote may still be used.
   *
   * @param content null where the file cannot be read: the content that was written last is meant
   * @return zero where the lease has ended, and where no lease is known for the content
   */
  Duration usableFor(byte @Nullable [] content);
}
