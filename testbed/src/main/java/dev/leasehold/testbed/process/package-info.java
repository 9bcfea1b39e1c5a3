// SPDX-License-Identifier: Apache-2.0
/** Server processes: started under a watchdog, awaited, signalled, ended. */
@NullMarked
package dev.leasehold.testbed.process;

import org.jspecify.annotations.NullMarked;
