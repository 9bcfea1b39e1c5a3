// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.util.concurrent.CompletableFuture;

/** A borrowed connection. */
interface Session {

  /** Completes with the first column of the first row, or null without a row. */
  CompletableFuture<Object> query(String sql);

  CompletableFuture<Void> begin();

  CompletableFuture<Void> commit();

  CompletableFuture<Void> release();
}
