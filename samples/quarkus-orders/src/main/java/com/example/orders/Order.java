// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.time.OffsetDateTime;

/** What a customer wants. */
public record Order(
    long id, String customer, String article, int quantity, OffsetDateTime createdAt) {}
