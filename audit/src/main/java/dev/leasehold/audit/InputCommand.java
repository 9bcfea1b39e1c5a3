// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import dev.leasehold.audit.join.AccountHashes;
import dev.leasehold.audit.join.AuditDatabase;
import dev.leasehold.audit.join.AuditSources;
import dev.leasehold.audit.source.AuditDevice;
import dev.leasehold.audit.source.LiveException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the inputs into tables, and does something with them. */
abstract class InputCommand implements Callable<Integer> {

  private static final String REST =
      "Vault was not asked for the hashes of all accounts, as they are too many: put usernames in"
          + " clear with audit-non-hmac-response-keys";
  private static final String ROOM = "give more room with --temporary-folder or --memory";

  @Mixin private AuditOptions options = new AuditOptions();

  @Spec private @Nullable CommandSpec spec;

  private final InputStream in;
  private @Nullable AccountHashes hashes;

  InputCommand(InputStream in) {
    this.in = in;
  }

  /** Reads, and returns how many lines of Vault's audit log could be read. */
  abstract long read(AuditDatabase database) throws AuditException, SQLException, IOException;

  /** Does the work of the command. */
  abstract AuditStatus answer(AuditDatabase database)
      throws AuditException, SQLException, IOException;

  @Override
  public final Integer call() throws AuditException {
    try (AuditDatabase database =
        AuditDatabase.create(options.temporaryFolder(), options.memory())) {
      if (read(database) == 0) {
        throw new AuditException(
            AuditStatus.BAD_INPUT,
            "no line of the log in --vault-audit is an entry of Vault's audit log");
      }
      if (hashes != null && hashes.isRest()) {
        say(REST);
      }
      return answer(database).code();
    } catch (LiveException e) {
      throw new AuditException(AuditStatus.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      throw tables(e, ROOM, "please report it");
    } catch (IOException e) {
      throw new AuditException(
          AuditStatus.CANNOT_WRITE,
          "an input cannot be read, or the tables not be written: "
              + (e instanceof FileSystemException ? e.toString() : e.getMessage()));
    }
  }

  final AuditOptions options() {
    return options;
  }

  /** Returns the inputs. */
  final AuditSources sources() throws AuditException {
    AuditDevice device = options.device();
    hashes = device == null ? null : hashes(device);
    return options.sources(in, hashes);
  }

  /** Returns the hashes of the accounts that the work is about. */
  AccountHashes hashes(AuditDevice device) throws AuditException {
    return AccountHashes.ofSessions(device, options.terms().knownAccounts());
  }

  final PrintWriter out() {
    return line().getOut();
  }

  final void say(String message) {
    AuditMain.say(line().getErr(), message);
  }

  private CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }

  /**
   * Returns the message about a failure of DuckDB's.
   *
   * @param room the fix where room is missing
   * @param otherwise the fix where the reason is another
   */
  static AuditException tables(SQLException e, String room, String otherwise) {
    String message = AuditDatabase.message(e);
    boolean isSpace = message.contains("No space") || message.contains("Out of Memory");
    return new AuditException(
        isSpace ? AuditStatus.CANNOT_WRITE : AuditStatus.INTERNAL,
        "DuckDB failed: " + message + "; " + (isSpace ? room : otherwise));
  }
}
