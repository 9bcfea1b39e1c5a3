// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Asks the audit in this JVM, where there is an answer or a finding. */
final class AskedAudit {

  private AskedAudit() {}

  static JsonNode of(String... question) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(List.of("-o", "json"));
    StringWriter messages = new StringWriter();
    int status =
        AuditMain.run(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(messages, true),
            arguments.toArray(String[]::new));
    assertThat(status).as(messages.toString()).isLessThan(2);
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
