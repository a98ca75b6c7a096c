package dev.churn.domain;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as recorded by its build. */
public final class ProgramVersion {
  private static final String RESOURCE = "version.properties";

  private ProgramVersion() {}

  /** {@return the version, for example "1.4.0"} */
  public static String get() {
    var properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("expected the resource " + RESOURCE);
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
