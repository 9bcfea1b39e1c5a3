// SPDX-License-Identifier: Apache-2.0
package com.example.frameworks;

import java.nio.charset.StandardCharsets;
import javax.transaction.xa.Xid;

/** The branch of a distributed transaction. */
record Branch(String id) implements Xid {

  @Override
  public int getFormatId() {
    return 1;
  }

  @Override
  public byte[] getGlobalTransactionId() {
    return id.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] getBranchQualifier() {
    return getGlobalTransactionId();
  }
}
