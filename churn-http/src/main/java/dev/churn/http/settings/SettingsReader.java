package dev.churn.http.settings;

import static dev.churn.domain.storage.Compression.NONE;

import dev.churn.domain.ChurnException;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.FileAccess;
import dev.churn.http.settings.Settings.Storage;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.supabase.SupabaseSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks all variables and collects all errors. */
final class SettingsReader {
  /** The variables that may hold the key of Supabase, by preference. */
  private static final List<String> SUPABASE_KEYS =
      List.of(
          "SUPABASE_SECRET_KEY",
          "SUPABASE_SERVICE_ROLE_KEY",
          "SUPABASE_PUBLISHABLE_KEY",
          "SUPABASE_ANON_KEY");

  /** What the program keeps in folders below {@code CHURN_HOME}. */
  private static final List<String> FOLDERS = List.of("postgres", "storage", "models", "tmp");

  private final Variables variables;

  SettingsReader(Map<String, String> variables) {
    this.variables = new Variables(variables);
  }

  Settings read() {
    String host = variables.text("HOST").orElse("127.0.0.1");
    long port = variables.number("PORT", 0, 65535).orElse(5000L);
    Path home = home();
    FileAccess fileAccess = fileAccess();
    Storage storage =
        supabase(fileAccess)
            .<Storage>map(Storage.Supabase::new)
            .orElseGet(() -> folder(home, fileAccess));
    Compression features =
        variables.choice("FEATURES_COMPRESSION", Compression.values()).orElse(NONE);
    Optional<String> database = database();
    Optional<URI> publicUrl =
        variables.text("PUBLIC_URL").flatMap(url -> variables.httpUrl("PUBLIC_URL", url));
    Set<String> corsOrigins = corsOrigins();
    long maxUpload =
        variables
            .number("MAX_UPLOAD_BYTES", 1, Long.MAX_VALUE)
            .orElse(Settings.DEFAULT_MAX_UPLOAD_BYTES);
    long jobThreads = variables.number("JOB_THREADS", 1, 64).orElse(2L);
    // a job takes two connections, one to work with and one for its lock; with two job threads, two
    // servers fit into the smallest pool of a Supabase project, which is 15
    long poolSize =
        variables.number("DATABASE_POOL_SIZE", 2 * jobThreads + 2, 1000).orElse(2 * jobThreads + 3);
    var access = AccessSettings.read(variables);
    var network = NetworkSettings.read(variables);
    var limits = LimitSettings.read(variables);
    var retention = RetentionSettings.read(variables);
    var observability = ObservabilitySettings.read(variables);
    variables.requireNoErrors();
    return new Settings(
        host,
        (int) port,
        home,
        storage,
        database,
        publicUrl,
        corsOrigins,
        maxUpload,
        (int) jobThreads,
        (int) poolSize,
        features,
        access,
        network,
        limits,
        retention,
        observability);
  }

  private Path home() {
    String text = variables.text("CHURN_HOME").orElse("churn-data");
    try {
      Path home = Path.of(text).toAbsolutePath().normalize();
      Path existing = home;
      while (existing != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
        variables.wrong(
            "CHURN_HOME",
            "expected a folder that can be written, found %s: %s is not one"
                .formatted(home, existing));
      }
      for (String name : FOLDERS) {
        Path folder = home.resolve(name);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
          variables.wrong("CHURN_HOME", "expected a folder or nothing at %s".formatted(folder));
        }
      }
      return home;
    } catch (InvalidPathException e) {
      variables.wrong("CHURN_HOME", "expected a path, found '%s'".formatted(text));
      return Path.of("churn-data");
    }
  }

  private static Storage folder(Path home, FileAccess access) {
    return new Storage.Folder(home.resolve("storage"), access);
  }

  private Optional<SupabaseSettings> supabase(FileAccess access) {
    Optional<String> text = variables.text("SUPABASE_URL");
    Optional<String> keyName =
        SUPABASE_KEYS.stream().filter(name -> variables.text(name).isPresent()).findFirst();
    if (text.isEmpty()) {
      // A key without a URL more likely means a forgotten URL than local storage.
      keyName.ifPresent(
          k ->
              variables.wrong(
                  "SUPABASE_URL", "expected a URL, since %s is set; found none".formatted(k)));
      return Optional.empty();
    }
    Optional<URI> url = variables.httpUrl("SUPABASE_URL", text.get());
    if (keyName.isEmpty()) {
      return variables.wrong(
          SUPABASE_KEYS.get(0),
          "expected this or one of %s, since SUPABASE_URL is set; found none"
              .formatted(String.join(", ", SUPABASE_KEYS.subList(1, SUPABASE_KEYS.size()))));
    }
    String key = variables.text(keyName.get()).orElseThrow();
    if (!key.chars().allMatch(c -> c > ' ' && c < 127)) { // it is sent in a header
      return variables.wrong(
          keyName.get(), "expected visible ASCII characters only, found others among them");
    }
    return url.map(u -> SupabaseSettings.of(u.toString(), key).with(access));
  }

  private FileAccess fileAccess() {
    return variables.choice("STORAGE_ACCESS", FileAccess.values()).orElse(FileAccess.PRIVATE);
  }

  /** Reads a comma-separated list of origins: scheme, host and port, and nothing else. */
  private Set<String> corsOrigins() {
    Set<String> origins = new LinkedHashSet<>();
    for (String origin : variables.text("CORS_ORIGINS").orElse("").split(",", -1)) {
      String text = origin.strip();
      if (text.isEmpty()) {
        continue;
      }
      if (text.matches("(?i)https?://[A-Z0-9.-]+(:[0-9]{1,5})?")) {
        origins.add(text.toLowerCase(Locale.ROOT));
      } else {
        variables.wrong(
            "CORS_ORIGINS",
            "expected origins such as https://app.example.org, separated by commas and without a"
                + " path or a slash at the end, found '%s'".formatted(text));
      }
    }
    return origins;
  }

  private Optional<String> database() {
    Optional<String> text = variables.text("DATABASE_URL");
    try {
      text.ifPresent(DatabaseSettings::parse);
      return text;
    } catch (ChurnException e) { // its message does not contain the URL
      return variables.wrong("DATABASE_URL", e.getMessage());
    }
  }
}
