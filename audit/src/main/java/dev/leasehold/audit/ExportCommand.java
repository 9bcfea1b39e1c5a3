// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditExport;
import dev.leasehold.audit.join.AuditJoin;
import dev.leasehold.audit.source.FingerprintKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the content of the logs as tables for Spark, and the script that joins them there. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Reads the inputs into Parquet files, and writes the script that joins them on Spark.")
final class ExportCommand extends InputCommand {

  @Parameters(paramLabel = "FOLDER", description = "Where the tables go; each run adds to them.")
  private Path folder = Path.of("");

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The key that all runs of one folder share; made if it is not there.")
  private @Nullable Path keyFile;

  ExportCommand(InputStream in) {
    super(in);
  }

  @Override
  long read(AuditDatabase database) throws AuditException, SQLException, IOException {
    if (keyFile == null && Files.exists(folder.resolve(AuditExport.SCRIPT))) {
      throw new AuditException(
          AuditStatus.USAGE,
          folder
              + " has tables of another run: give the --key-file that it had, or another folder");
    }
    FingerprintKey key = keyFile == null ? FingerprintKey.random() : FingerprintKey.of(keyFile);
    return AuditExport.run(database, sources(), options().terms(), folder, key);
  }

  @Override
  AuditStatus answer(AuditDatabase database) throws SQLException {
    AuditJoin.passedOver(database).forEach(this::say);
    say("tables and " + AuditExport.SCRIPT + " are in " + folder);
    return AuditStatus.OK;
  }
}
