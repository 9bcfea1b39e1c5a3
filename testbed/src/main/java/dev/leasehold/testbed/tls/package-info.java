// SPDX-License-Identifier: Apache-2.0
/** A certificate authority of the test bed's own, for certificates good and bad. */
@NullMarked
package dev.leasehold.testbed.tls;

import org.jspecify.annotations.NullMarked;
