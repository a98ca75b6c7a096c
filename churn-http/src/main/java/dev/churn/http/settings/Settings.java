package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.FileAccess;
import dev.churn.supabase.SupabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings of a server. {@link #toString} shows no secrets.
 *
 * @param host the address to listen on
 * @param port 0 to 65535; 0 means any free one
 * @param home everything that the program writes lies in here; created if missing
 * @param storage where objects are stored
 * @param databaseUrl {@code postgresql://user:password@host:port/database}; empty means a
 *     PostgreSQL of the server's own under {@code home}
 * @param publicUrl where callers reach the server, for links to files; empty means the host that a
 *     request names
 * @param corsOrigins the origins, such as https://app.example.org, whose web pages may call the
 *     server; empty means none
 * @param maxUploadBytes the size of an uploaded file at most
 * @param jobThreads how many background jobs run at once, at least 1
 * @param databasePoolSize how many connections to the database the server has at most, at least two
 *     for each job thread and two besides
 * @param featuresCompression how new feature tables are stored
 * @param access who may use the server
 * @param network what the server accepts from the network
 * @param limits how much callers may send and store
 * @param retention how long the server keeps what grows
 * @param observability what the server tells about itself
 */
public record Settings(
    String host,
    int port,
    Path home,
    Storage storage,
    Optional<String> databaseUrl,
    Optional<URI> publicUrl,
    Set<String> corsOrigins,
    long maxUploadBytes,
    int jobThreads,
    int databasePoolSize,
    Compression featuresCompression,
    AccessSettings access,
    NetworkSettings network,
    LimitSettings limits,
    RetentionSettings retention,
    ObservabilitySettings observability) {
  static final long DEFAULT_MAX_UPLOAD_BYTES = 10L << 30;

  /**
   * Where objects are stored. Another kind of storage is one more record here and one more
   * parameter of {@link #match}, without which nothing compiles. How messages call a storage is
   * told by its {@link dev.churn.domain.port.ObjectStore#displayName}.
   */
  public sealed interface Storage {
    /** {@return whether everybody may read stored files without this server's rules} */
    FileAccess access();

    /** {@return what the function for this kind of storage makes of it} */
    <T> T match(Function<Supabase, T> supabase, Function<Folder, T> folder);

    /** A project of Supabase Storage, which serves its objects itself. */
    record Supabase(SupabaseSettings settings) implements Storage {
      public Supabase {
        requireNonNull(settings, "settings");
      }

      @Override
      public FileAccess access() {
        return settings.access();
      }

      @Override
      public <T> T match(Function<Supabase, T> supabase, Function<Folder, T> folder) {
        return supabase.apply(this);
      }
    }

    /** A folder of this machine; created if missing. */
    record Folder(Path path, FileAccess access) implements Storage {
      public Folder {
        requireNonNull(path, "path");
        requireNonNull(access, "access");
      }

      @Override
      public <T> T match(Function<Supabase, T> supabase, Function<Folder, T> folder) {
        return folder.apply(this);
      }
    }
  }

  public Settings {
    requireNonNull(host, "host");
    requireNonNull(home, "home");
    requireNonNull(storage, "storage");
    requireNonNull(databaseUrl, "databaseUrl");
    requireNonNull(publicUrl, "publicUrl");
    corsOrigins = Set.copyOf(corsOrigins);
    requireNonNull(featuresCompression, "featuresCompression");
    requireNonNull(access, "access");
    requireNonNull(network, "network");
    requireNonNull(limits, "limits");
    requireNonNull(retention, "retention");
    requireNonNull(observability, "observability");
  }

  /**
   * {@return the settings of the environment; variables missing there are read from {@code .env} in
   * the working folder}
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
   * {@return the settings in these variables} A blank value counts as none.
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and the name of every wrong
   *     variable; values that may be secret are not in the message
   */
  public static Settings from(Map<String, String> variables) {
    return new SettingsReader(variables).read();
  }

  /** {@return these settings with another port} */
  public Settings withPort(int newPort) {
    return new Settings(
        host,
        newPort,
        home,
        storage,
        databaseUrl,
        publicUrl,
        corsOrigins,
        maxUploadBytes,
        jobThreads,
        databasePoolSize,
        featuresCompression,
        access,
        network,
        limits,
        retention,
        observability);
  }

  @Override
  public String toString() {
    return "Settings[host=%s, port=%d, home=%s, storage=%s, databaseUrl=%s, publicUrl=%s]"
        .formatted(host, port, home, storage, databaseUrl.isPresent() ? "***" : "none", publicUrl);
  }
}
