package dev.churn.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connection settings of a database. Their text form does not show the password.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?options}, without user and password
 * @param password empty if the server requires none
 * @param poolSize maximum number of pooled connections for calls, at least 2; every running job
 *     takes two more, one to work with and one for its lock
 */
public record DatabaseSettings(String jdbcUrl, String user, String password, int poolSize) {
  /** Default maximum number of pooled connections. */
  public static final int DEFAULT_POOL_SIZE = 10;

  private static final int LOGIN_TIMEOUT_SECONDS = 10;

  private static final Pattern URL =
      Pattern.compile(
          "(?:jdbc:)?postgres(?:ql)?://(?:(?<userinfo>[^/?#]*)@)?(?<hosts>[^/?#@]*)"
              + "(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");

  /** Options that libpq and the JDBC driver name differently. */
  private static final Map<String, String> JDBC_NAMES =
      Map.of("connect_timeout", "connectTimeout", "application_name", "ApplicationName");

  public DatabaseSettings {
    requireNonNull(jdbcUrl, "jdbcUrl");
    requireNonNull(user, "user");
    requireNonNull(password, "password");
    if (poolSize < 2) {
      throw new IllegalArgumentException("expected a pool of 2 or more, found " + poolSize);
    }
  }

  /**
   * {@return the settings in a URL}
   *
   * @param url {@code postgresql://user:password@host:port/database?options}, also with {@code
   *     postgres://} or {@code jdbc:postgresql://}; user, password and database are URL-encoded,
   *     options such as {@code sslmode} are those of the JDBC driver
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the URL is invalid; the message
   *     does not contain any part of it
   */
  public static DatabaseSettings parse(String url) {
    Matcher matcher = URL.matcher(url.strip());
    if (!matcher.matches()) {
      throw invalid("expected postgresql://user:password@host:port/database, found something else");
    }
    String database = Optional.ofNullable(matcher.group("database")).orElse("");
    if (matcher.group("hosts").isEmpty() || database.isEmpty()) {
      throw invalid("expected a host and a database, found a URL without");
    }
    Map<String, String> options = options(matcher.group("query"));
    String userinfo = Optional.ofNullable(matcher.group("userinfo")).orElse("");
    int colon = userinfo.indexOf(':');
    String user = colon < 0 ? userinfo : userinfo.substring(0, colon);
    String password = colon < 0 ? "" : userinfo.substring(colon + 1);
    String userOption = Optional.ofNullable(options.remove("user")).orElse("");
    String passwordOption = Optional.ofNullable(options.remove("password")).orElse("");
    user = decode(user.isEmpty() ? userOption : user);
    if (user.isEmpty()) {
      throw invalid("expected a user, found a URL without");
    }
    options.putIfAbsent("ApplicationName", "churn");
    options.putIfAbsent("connectTimeout", "10");
    options.putIfAbsent("socketTimeout", "60");
    options.putIfAbsent("tcpKeepAlive", "true");
    String query =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining("&"));
    var settings =
        new DatabaseSettings(
            "jdbc:postgresql://%s/%s?%s".formatted(matcher.group("hosts"), database, query),
            user,
            decode(password.isEmpty() ? passwordOption : password),
            DEFAULT_POOL_SIZE);
    settings.newSource();
    return settings;
  }

  /** {@return these settings with another pool size} */
  public DatabaseSettings withPoolSize(int newPoolSize) {
    return new DatabaseSettings(jdbcUrl, user, password, newPoolSize);
  }

  /** {@return a data source that opens new connections and has no pool} */
  PGSimpleDataSource newSource() {
    var source = new PGSimpleDataSource();
    try {
      source.setUrl(jdbcUrl);
    } catch (IllegalArgumentException e) { // its message is only "invalid URL"
      throw invalid("expected host, port and options that the JDBC driver takes, found others");
    }
    if (source.getLoginTimeout() == 0) {
      source.setLoginTimeout(LOGIN_TIMEOUT_SECONDS); // a full pooler lets callers wait
    }
    source.setUser(user);
    source.setPassword(password);
    // the server's error details quote values, and messages go to the log
    source.setLogServerErrorDetail(false);
    return source;
  }

  /**
   * {@return a data source like {@link #newSource}, whose calls may take as long as they need; a
   * migration may rewrite a table of many millions of rows}
   */
  PGSimpleDataSource newPatientSource() {
    PGSimpleDataSource source = newSource();
    source.setSocketTimeout(0);
    return source;
  }

  /** {@return host, port and database, for messages} */
  String address() {
    return jdbcUrl.substring("jdbc:postgresql://".length()).replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + user + "@" + address() + "]";
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String option : query.split("&", -1)) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        options.put(
            JDBC_NAMES.getOrDefault(name, name), equals < 0 ? "" : option.substring(equals + 1));
      }
    }
    return options;
  }

  private static String decode(String text) {
    try {
      // unlike in forms, a plus is not a space
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "expected user and password to be URL-encoded (% as %25), found them not to be");
    }
  }

  private static ChurnException invalid(String problem) {
    return new ChurnException(ErrorCode.INVALID_INPUT, "Database URL: " + problem);
  }
}
