// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import java.util.Map;

/** The format of a file with a credential. */
public interface TextFormat {

  /**
   * Returns the values by name, as they are written.
   *
   * @throws UnfitFileException when the text is not of this format; the message holds no part of it
   */
  Map<String, String> fields(String text) throws UnfitFileException;
}
