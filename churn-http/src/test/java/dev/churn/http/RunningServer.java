package dev.churn.http;

import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A server on real parts that all tests of a JVM share, and what can be seen of it from outside.
 */
public final class RunningServer implements AutoCloseable {
  /** A limit small enough to be exceeded by a test. */
  static final int MAX_UPLOAD_BYTES = 16 << 20;

  private final Path home;
  private final ChurnServer server;
  private final Caller caller;

  private RunningServer(Path home, ChurnServer server) {
    this.home = home;
    this.server = server;
    this.caller = new Caller(server.url());
  }

  /** Hands the one server to tests that ask for it. */
  public static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(RunningServer.class))
          .computeIfAbsent("server", key -> start(), RunningServer.class);
    }
  }

  private static RunningServer start() {
    try {
      Path home = Files.createTempDirectory("churn-server-");
      return new RunningServer(home, ChurnServer.start(settings(PreparedHome.copyTo(home))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Settings settings(Path home) {
    return Settings.from(
        Map.of(
            "PORT",
            "0",
            "CHURN_HOME",
            home.toString(),
            "TRUSTED_PROXIES",
            "127.0.0.1", // some tests name users as a gateway does
            "MAX_UPLOAD_BYTES",
            Integer.toString(MAX_UPLOAD_BYTES)));
  }

  public Caller caller() {
    return caller;
  }

  String url() {
    return server.url();
  }

  /** {@return the id of a new organization} */
  public String newOrganization() {
    return Scenario.newOrganization(caller);
  }

  /** {@return every stored file with its size} */
  Map<String, Long> storedFiles() {
    return files(home.resolve("storage"));
  }

  /** {@return the folder of everything that the server writes} */
  Path home() {
    return home;
  }

  /** {@return what lies in the folder for unfinished work} */
  List<String> unfinishedFiles() {
    return files(server.workFolder()).keySet().stream().toList();
  }

  private static Map<String, Long> files(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      Map<String, Long> files = new TreeMap<>();
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.size(path));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    delete(home);
  }

  public static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
