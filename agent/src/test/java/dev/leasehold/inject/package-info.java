// SPDX-License-Identifier: Apache-2.0
/** Real drivers and pools of several versions, woven, against a real PostgreSQL. */
@NullMarked
package dev.leasehold.inject;

import org.jspecify.annotations.NullMarked;
