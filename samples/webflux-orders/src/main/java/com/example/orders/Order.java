// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** The order of a customer. */
@Table("orders")
record Order(@Id Long id, String customer, String article, int quantity, Instant createdAt) {}
