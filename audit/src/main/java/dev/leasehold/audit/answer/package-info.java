// SPDX-License-Identifier: Apache-2.0
/** Questions, their answers, and the formats that answers are written in. */
@NullMarked
package dev.leasehold.audit.answer;

import org.jspecify.annotations.NullMarked;
