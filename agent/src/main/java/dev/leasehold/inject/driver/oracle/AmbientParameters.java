// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.collection.FixedSet;
import dev.leasehold.file.BoundedFile;
import dev.leasehold.file.UnfitFileException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Driver;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of Oracle's driver that neither the URL nor the properties name. The driver also reads
 * system properties, a file on the class path, and the files {@code ojdbc.properties} and {@code
 * ojdbc_<alias>.properties} in the directory of {@code tnsnames.ora}. The driver prefers the
 * application's properties to most of these. All count here, as a name may have several spellings.
 * Found with javap in 19.29 and 23.26.4.
 */
final class AmbientParameters {

  /** Leads elsewhere, so that a file which cannot be read does. */
  private static final String CONFIG_FILE = "oracle.jdbc.config.file";

  private static final String DEFAULTS = "oracle/jdbc/defaultConnectionProperties.properties";

  /** The content that such a file should have, for messages. */
  private static final String CONTENT = "properties";

  private static final String PREFIX = "oracle.";

  /** It tells where files are, and not where the server is. */
  private static final String TNS_ADMIN = "tns_admin";

  /** Names of parameters whose value the driver takes for the text behind the {@code @}. */
  private static final Set<String> IDENTIFIERS =
      FixedSet.of("database", "oracle.jdbc.database", "server");

  private static final Pattern ALIAS = Pattern.compile("\\w+");

  private static final Pattern PLACE_HOLDER = Pattern.compile("\\$\\{(.*?)}");

  private static final ClassValue<Properties> ON_CLASS_PATH =
      new ClassValue<Properties>() {
        @Override
        protected Properties computeValue(Class<?> driver) {
          return onClassPath(driver.getClassLoader());
        }
      };

  private AmbientParameters() {}

  /** Returns the parameters; it may be asked for each connection. */
  static Properties of(Driver driver, String url, Properties info) {
    Properties parameters = new Properties();
    parameters.putAll(ON_CLASS_PATH.get(driver.getClass()));
    addSystemProperties(parameters);
    addFiles(url, info, System::getenv, parameters);
    return parameters;
  }

  static Properties onClassPath(@Nullable ClassLoader loader) {
    Properties found = new Properties();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(DEFAULTS)) {
      if (in != null) {
        load(found, BoundedFile.read(in, BoundedFile.MAX_BYTES, CONTENT));
      }
    } catch (IOException | UnfitFileException | IllegalArgumentException unreadable) {
      found.setProperty(CONFIG_FILE, DEFAULTS);
    }
    return found;
  }

  private static void load(Properties properties, byte[] text) throws IOException {
    properties.load(new ByteArrayInputStream(text));
  }

  private static void addSystemProperties(Properties parameters) {
    for (String name : System.getProperties().stringPropertyNames()) {
      boolean known = name.startsWith(PREFIX) || name.equals("database");
      String value = known && !isTnsAdmin(name) ? System.getProperty(name) : null;
      if (value != null) {
        parameters.setProperty(name, value);
      }
    }
  }

  private static boolean isTnsAdmin(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(TNS_ADMIN);
  }

  /**
   * Adds the parameters in the driver's files, and in some files that it may not take.
   *
   * @param environment gives null for a variable that is not set
   */
  static void addFiles(
      String url, Properties info, UnaryOperator<String> environment, Properties parameters) {
    Set<String> directories = directories(url, info, environment);
    if (directories.isEmpty()) {
      return;
    }
    for (String directory : directories) {
      add(directory, "ojdbc.properties", parameters);
    }
    for (String alias : aliases(url, info, parameters)) {
      for (String directory : directories) {
        add(directory, "ojdbc_" + alias + ".properties", parameters);
      }
    }
  }

  private static Set<String> directories(
      String url, Properties info, UnaryOperator<String> environment) {
    Set<String> directories = new LinkedHashSet<>();
    for (String name : info.stringPropertyNames()) {
      if (isTnsAdmin(name)) {
        directories.add(info.getProperty(name));
      }
    }
    for (String parameter : url.substring(url.indexOf('?') + 1).split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && isTnsAdmin(parameter.substring(0, equals).trim())) {
        String value = parameter.substring(equals + 1);
        directories.add(value);
        directories.add(expanded(unquoted(value), environment));
      }
    }
    for (String name : new String[] {"oracle.net.tns_admin", "TNS_ADMIN"}) {
      directories.add(System.getProperty(name, ""));
    }
    String set = environment.apply("TNS_ADMIN");
    directories.add(set == null ? "" : set);
    directories.removeIf(directory -> directory.trim().isEmpty());
    return directories;
  }

  /** Returns a value without quotes, and without blanks that are not in them. */
  private static String unquoted(String value) {
    StringBuilder plain = new StringBuilder();
    boolean quoted = false;
    for (char c : value.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted || !Character.isWhitespace(c)) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /**
   * Returns a path with its place holders replaced, as {@code EnvVariableResolver} of 23.26.4 does.
   * A place holder names a system property or a variable.
   */
  private static String expanded(String path, UnaryOperator<String> environment) {
    Matcher name = PLACE_HOLDER.matcher(path);
    StringBuffer expanded = new StringBuffer();
    while (name.find()) {
      String property = name.group(1).isEmpty() ? null : System.getProperty(name.group(1));
      String value = property == null ? environment.apply(name.group(1)) : property;
      name.appendReplacement(
          expanded, Matcher.quoteReplacement(value == null ? name.group() : value));
    }
    return name.appendTail(expanded).toString();
  }

  private static Set<String> aliases(String url, Properties info, Properties parameters) {
    Set<String> aliases = new LinkedHashSet<>();
    for (String name : IDENTIFIERS) {
      aliases.add(info.getProperty(name, ""));
      aliases.add(parameters.getProperty(name, ""));
    }
    int query = url.indexOf('?');
    String place = query < 0 ? url : url.substring(0, query);
    aliases.add(place.substring(place.lastIndexOf('@') + 1));
    aliases.removeIf(alias -> !ALIAS.matcher(alias).matches());
    return aliases;
  }

  private static void add(String directory, String name, Properties parameters) {
    File file = new File(directory, name);
    Properties read = new Properties();
    try {
      load(read, BoundedFile.within(file, () -> readNow(file)));
    } catch (IOException | UnfitFileException | IllegalArgumentException unreadable) {
      read.setProperty(CONFIG_FILE, file.toString());
    }
    for (String key : read.stringPropertyNames()) {
      if (!isTnsAdmin(key)) { // The driver leaves it out.
        parameters.setProperty(key, read.getProperty(key));
      }
    }
  }

  private static byte[] readNow(File file) throws UnfitFileException {
    boolean any = file.exists() && !file.isDirectory();
    return any ? BoundedFile.readNow(file, BoundedFile.MAX_BYTES, CONTENT) : new byte[0];
  }
}
