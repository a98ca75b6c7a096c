package dev.churn.http.settings;

import static dev.churn.domain.storage.Compression.NONE;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.FileAccess;
import dev.churn.http.settings.Settings.Storage;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.supabase.SupabaseSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks all variables and collects all errors. */
final class SettingsReader {
  /** The variables that may hold the key of Supabase, by preference. */
  private static final List<String> SUPABASE_KEYS =
      List.of(
          "SUPABASE_SECRET_KEY",
          "SUPABASE_SERVICE_ROLE_KEY",
          "SUPABASE_PUBLISHABLE_KEY",
          "SUPABASE_ANON_KEY");

  private final Map<String, String> variables;
  private final List<FieldError> errors = new ArrayList<>();

  SettingsReader(Map<String, String> variables) {
    this.variables = variables;
  }

  Settings read() {
    String host = text("HOST").orElse("127.0.0.1");
    long port = number("PORT", 0, 65535).orElse(5000L);
    Path home = home();
    FileAccess access = access();
    Storage storage =
        supabase(access).<Storage>map(Storage.Supabase::new).orElseGet(() -> folder(home, access));
    Compression features = choice("FEATURES_COMPRESSION", Compression.values()).orElse(NONE);
    Optional<String> database = database();
    Optional<URI> publicUrl = text("PUBLIC_URL").flatMap(url -> httpUrl("PUBLIC_URL", url));
    Set<String> corsOrigins = corsOrigins();
    long maxUpload =
        number("MAX_UPLOAD_BYTES", 1, Long.MAX_VALUE).orElse(Settings.DEFAULT_MAX_UPLOAD_BYTES);
    long jobThreads = number("JOB_THREADS", 1, 64).orElse(2L);
    // a job takes two connections, one to work with and one for its lock; with two job threads, two
    // servers fit into the smallest pool of a Supabase project, which is 15
    long poolSize =
        number("DATABASE_POOL_SIZE", 2 * jobThreads + 2, 1000).orElse(2 * jobThreads + 3);
    if (!errors.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "The server cannot start with these settings", errors);
    }
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
        features);
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name)).map(String::strip).filter(t -> !t.isEmpty());
  }

  private Optional<Long> number(String name, long least, long most) {
    return text(name)
        .flatMap(
            text -> {
              try {
                long value = Long.parseLong(text);
                if (value >= least && value <= most) {
                  return Optional.of(value);
                }
              } catch (NumberFormatException e) {
                // Reported below, together with numbers out of range.
              }
              String range =
                  most == Long.MAX_VALUE ? "%d or more".formatted(least) : least + " to " + most;
              return wrong(name, "expected a number, %s, found '%s'".formatted(range, text));
            });
  }

  private Path home() {
    String text = text("CHURN_HOME").orElse("churn-data");
    try {
      Path home = Path.of(text).toAbsolutePath().normalize();
      Path existing = home;
      while (existing != null && !Files.exists(existing)) {
        existing = existing.getParent();
      }
      if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
        wrong(
            "CHURN_HOME",
            "expected a folder that can be written, found %s: %s is not one"
                .formatted(home, existing));
      }
      return home;
    } catch (InvalidPathException e) {
      wrong("CHURN_HOME", "expected a path, found '%s'".formatted(text));
      return Path.of("churn-data");
    }
  }

  private static Storage folder(Path home, FileAccess access) {
    return new Storage.Folder(home.resolve("storage"), access);
  }

  private Optional<SupabaseSettings> supabase(FileAccess access) {
    Optional<String> text = text("SUPABASE_URL");
    Optional<String> keyName =
        SUPABASE_KEYS.stream().filter(name -> text(name).isPresent()).findFirst();
    if (text.isEmpty()) {
      // A key without a URL more likely means a forgotten URL than local storage.
      keyName.ifPresent(
          k -> wrong("SUPABASE_URL", "expected a URL, since %s is set; found none".formatted(k)));
      return Optional.empty();
    }
    Optional<URI> url = httpUrl("SUPABASE_URL", text.get());
    if (keyName.isEmpty()) {
      return wrong(
          SUPABASE_KEYS.get(0),
          "expected this or one of %s, since SUPABASE_URL is set; found none"
              .formatted(String.join(", ", SUPABASE_KEYS.subList(1, SUPABASE_KEYS.size()))));
    }
    String key = text(keyName.get()).orElseThrow();
    if (!key.chars().allMatch(c -> c > ' ' && c < 127)) { // it is sent in a header
      return wrong(
          keyName.get(), "expected visible ASCII characters only, found others among them");
    }
    return url.map(u -> SupabaseSettings.of(u.toString(), key).with(access));
  }

  private FileAccess access() {
    return choice("STORAGE_ACCESS", FileAccess.values()).orElse(FileAccess.PRIVATE);
  }

  /** {@return the constant that a variable names in lower case} */
  private <E extends Enum<E>> Optional<E> choice(String name, E[] choices) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<E> chosen =
        Arrays.stream(choices).filter(c -> c.name().equalsIgnoreCase(text.get())).findFirst();
    return chosen.isPresent()
        ? chosen
        : wrong(
            name,
            "expected %s, found '%s'"
                .formatted(
                    Arrays.stream(choices)
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or ")),
                    text.get()));
  }

  private Optional<URI> httpUrl(String name, String text) {
    Optional<URI> url = parse(text);
    if (url.isPresent()
        && url.get().getScheme() != null
        && Set.of("http", "https").contains(url.get().getScheme())
        && url.get().getHost() != null
        && url.get().getRawUserInfo() == null
        && url.get().getRawQuery() == null
        && url.get().getRawFragment() == null) {
      return url;
    }
    return wrong(name, "expected a URL such as https://example.org, found something else");
  }

  /** Reads a comma-separated list of origins: scheme, host and port, and nothing else. */
  private Set<String> corsOrigins() {
    Set<String> origins = new LinkedHashSet<>();
    for (String origin : text("CORS_ORIGINS").orElse("").split(",", -1)) {
      String text = origin.strip();
      if (text.isEmpty()) {
        continue;
      }
      if (text.matches("(?i)https?://[A-Z0-9.-]+(:[0-9]{1,5})?")) {
        origins.add(text.toLowerCase(Locale.ROOT));
      } else {
        wrong(
            "CORS_ORIGINS",
            "expected origins such as https://app.example.org, separated by commas and without a"
                + " path or a slash at the end, found '%s'".formatted(text));
      }
    }
    return origins;
  }

  private Optional<String> database() {
    Optional<String> text = text("DATABASE_URL");
    try {
      text.ifPresent(DatabaseSettings::parse);
      return text;
    } catch (ChurnException e) { // its message does not contain the URL
      return wrong("DATABASE_URL", e.getMessage());
    }
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private <T> Optional<T> wrong(String name, String problem) {
    errors.add(new FieldError(name, problem));
    return Optional.empty();
  }
}
