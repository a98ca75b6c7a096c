package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is told from outside. Never shows its secrets.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 means any free one
 * @param home everything that the program writes lies in here; created if missing
 * @param supabase object storage; empty means a folder under {@code home}
 * @param databaseUrl {@code postgresql://user:password@host:port/database}; empty means a
 *     PostgreSQL of the server's own under {@code home}
 * @param publicUrl where callers reach the server, for links to files; empty means host and port
 * @param maxUploadBytes the size of an uploaded file at most
 * @param jobThreads how many background jobs run at once, at least 1
 */
public record Settings(
    String host,
    int port,
    Path home,
    Optional<Supabase> supabase,
    Optional<String> databaseUrl,
    Optional<URI> publicUrl,
    long maxUploadBytes,
    int jobThreads) {
  static final long DEFAULT_MAX_UPLOAD_BYTES = 10L << 30;

  /** Where Supabase is and the key to it. */
  public record Supabase(URI url, String key) {
    public Supabase {
      requireNonNull(url, "url");
      requireNonNull(key, "key");
    }

    @Override
    public String toString() {
      return "Supabase[url=%s, key=***]".formatted(url);
    }
  }

  public Settings {
    requireNonNull(host, "host");
    requireNonNull(home, "home");
    requireNonNull(supabase, "supabase");
    requireNonNull(databaseUrl, "databaseUrl");
    requireNonNull(publicUrl, "publicUrl");
  }

  /**
   * {@return the settings of the environment, and where it is silent of {@code .env} in the working
   * folder}
   *
   * @throws ChurnException as {@link #from}
   */
  public static Settings load() {
    Map<String, String> all = new HashMap<>(DotEnv.read(Path.of(".env")));
    System.getenv().forEach((name, value) -> all.merge(name, value, Settings::firstUnlessBlank));
    return from(all);
  }

  private static String firstUnlessBlank(String fallback, String value) {
    return value.isBlank() ? fallback : value;
  }

  /**
   * {@return the settings that these variables make} A blank value counts as none.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and every wrong variable by its
   *     name, none by its value if it may be a secret
   */
  public static Settings from(Map<String, String> variables) {
    return new SettingsReader(variables).read();
  }

  /** {@return these settings with another port} */
  public Settings withPort(int newPort) {
    return new Settings(
        host, newPort, home, supabase, databaseUrl, publicUrl, maxUploadBytes, jobThreads);
  }

  @Override
  public String toString() {
    return "Settings[host=%s, port=%d, home=%s, supabase=%s, databaseUrl=%s, publicUrl=%s]"
        .formatted(host, port, home, supabase, databaseUrl.isPresent() ? "***" : "none", publicUrl);
  }
}
