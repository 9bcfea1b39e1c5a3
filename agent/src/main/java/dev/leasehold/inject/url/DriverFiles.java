// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.url;

import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.File;
import java.net.URL;
import java.security.CodeSource;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Files out of which a driver takes parameters that neither the URL nor the properties name. Such a
 * file is a detour as a whole, with any content: any local user may write it into the directory of
 * temporary files. Found with javap in Redshift's driver 2.1.0.30 and 2.3.0.
 */
final class DriverFiles {

  /** Redshift's parameter that names such a file. */
  private static final String INI_FILE = "IniFile";

  private static final String INI_FILE_NAME = "rsjdbc.ini";

  private static final String REDSHIFT = "jdbc:redshift:";

  private static final String NONE = "";

  /** The defaults of pgjdbc's forks, which the application's class path may add. */
  private static final ClassValue<String> ON_CLASS_PATH =
      new ClassValue<String>() {
        @Override
        protected String computeValue(Class<?> driver) {
          URL found = resource(driver.getClassLoader(), defaultsOf(driver));
          return found == null ? NONE : found.toString();
        }
      };

  private DriverFiles() {}

  /** Adds the files that are there; of Redshift's, the first file that its driver finds. */
  static void addTo(Map<String, String> detours, String url, Class<?> driver) {
    String defaults = ON_CLASS_PATH.get(driver);
    if (!defaults.isEmpty()) {
      detours.put(defaultsOf(driver), defaults);
    }
    if (url.regionMatches(true, 0, REDSHIFT, 0, REDSHIFT.length())
        && detours.keySet().stream().noneMatch(INI_FILE::equalsIgnoreCase)) {
      String file = iniFile(driver, System::getenv);
      if (file != null) {
        detours.put(INI_FILE, file);
      }
    }
  }

  private static String defaultsOf(Class<?> driver) {
    String name = driver.getName();
    return name.substring(0, name.lastIndexOf('.') + 1).replace('.', '/')
        + "driverconfig.properties";
  }

  private static @Nullable URL resource(@Nullable ClassLoader loader, String name) {
    return loader == null ? ClassLoader.getSystemResource(name) : loader.getResource(name);
  }

  /**
   * Returns the file that the driver reads where no parameter names a file; null where there is
   * none.
   *
   * @param environment gives null for a variable that is not set
   */
  static @Nullable String iniFile(Class<?> driver, UnaryOperator<String> environment) {
    String[] places = {
      environment.apply("AMAZON_REDSHIFT_JDBC_INI_FILE"),
      in(directoryOf(driver)),
      in(System.getProperty("user.home")),
      in(System.getProperty("java.io.tmpdir"))
    };
    for (String place : places) {
      if (place != null && isThere(new File(place))) {
        return place;
      }
    }
    return null;
  }

  /** A file that cannot be looked at in time may be there: its volume hangs for the driver, too. */
  private static boolean isThere(File file) {
    try {
      return BoundedFile.within(file, file::exists);
    } catch (UnfitFileException hangs) {
      return true;
    }
  }

  private static @Nullable String in(@Nullable String directory) {
    return directory == null ? null : directory + File.separator + INI_FILE_NAME;
  }

  private static @Nullable String directoryOf(Class<?> driver) {
    CodeSource source = driver.getProtectionDomain().getCodeSource();
    URL jar = source == null ? null : source.getLocation();
    String path = jar == null ? "" : jar.getPath();
    int slash = path.lastIndexOf('/');
    return slash < 0 ? null : path.substring(0, slash);
  }
}
