package dev.churn.http.cases;

import dev.churn.http.ApiInMemory;
import dev.churn.http.RunningServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs all cases of a folder and prints for each whether the answer is as expected. Takes the
 * folder and, if a server runs already, its URL; without one it starts a server in memory.
 * CONTRIBUTING.md has the command.
 */
public final class Cases {
  private Cases() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("Expected a folder of cases and, if wanted, the URL of a server");
      System.exit(2);
    }
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of(arguments[0]);
    System.exit(
        arguments.length == 2 && !arguments[1].isBlank()
            ? run(folder, new CaseServer(arguments[1], () -> {}), out)
            : runInMemory(folder, out));
  }

  private static int runInMemory(Path folder, PrintStream out) throws IOException {
    Path home = Files.createTempDirectory("churn-cases-");
    try (var api = ApiInMemory.start(home)) {
      return run(folder, new CaseServer(api.url(), api::runJobs), out);
    } finally {
      RunningServer.delete(home);
    }
  }

  /** {@return the exit code: 0 if all cases are as expected} */
  static int run(Path folder, CaseServer server, PrintStream out) {
    List<Case> cases = Case.all(folder);
    long failed = 0;
    for (Case which : cases) {
      CaseResult result = resultOf(which, server);
      failed += result.isAsExpected() ? 0 : 1;
      out.println(result.report());
    }
    out.printf("%d of %d cases are as expected%n", cases.size() - failed, cases.size());
    return failed > 0 || cases.isEmpty() ? 1 : 0;
  }

  /** {@return the result of a case, also if its answer is none that the contract allows} */
  static CaseResult resultOf(Case which, CaseServer server) {
    try {
      return CaseResult.of(which, server);
    } catch (AssertionError | UncheckedIOException e) {
      return new CaseResult(which, List.of(String.valueOf(e.getMessage())));
    }
  }
}
