package dev.churn.http.bench.year;

import dev.churn.http.ChurnServer;
import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Plays a year over HTTP and prints what was seen: control months, faulty files, tests of models
 * and activations. It ends with exit code 1 if something is not as expected.
 */
public final class PlayedYear {
  private PlayedYear() {}

  /** Arguments: folder, number of customers. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(Files.createDirectories(Path.of(args[0])), "year");
    var log = new YearLog(Integer.parseInt(args[1]), 1);
    var expectations = new Expectations();
    try (var server =
        ChurnServer.start(Settings.from(Map.of("PORT", "0", "CHURN_HOME", home.toString())))) {
      new ControlYear(server, log, expectations, 30, 13).play();
      new ControlYear(server, log, expectations, 90, 8).play();
      new FaultyYear(server, log, expectations).play();
      new ModelTests(server, log, expectations).play();
      new Activations(server, log, expectations).play();
    }
    expectations.print();
    if (!expectations.areMet()) {
      System.exit(1);
    }
  }
}
