package dev.churn.http.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The load generator {@code wrk}, which sends as fast as it is answered. */
final class Wrk {
  private static final String SCRIPT =
      """
      local requests, at = {}, 0
      function init(args)
        for body in io.lines(args[1]) do
          requests[#requests + 1] = wrk.format("POST", nil, {["Content-Type"] = "application/json"<headers>}, body)
        end
      end
      function request()
        at = at % #requests + 1
        return requests[at]
      end
      function done(summary, latency, all)
        local errors = summary.errors
        io.write(string.format("\\nSEEN %d %d %d %d\\n", summary.requests, summary.duration,
          errors.connect + errors.read + errors.write + errors.timeout + errors.status, latency:percentile(99)))
      end
      """;

  private final Path script;
  private final Path bodies;
  private final int connections;

  /**
   * @param bodies a file with a request body in each line, which are sent in turns
   */
  Wrk(Path folder, Path bodies, int connections) throws IOException {
    this(folder, bodies, connections, "");
  }

  /**
   * @param bodies a file with a request body in each line, which are sent in turns
   * @param headers further headers, as entries of a table in Lua, or empty
   */
  Wrk(Path folder, Path bodies, int connections, String headers) throws IOException {
    String more = headers.isEmpty() ? "" : ", " + headers;
    this.script = Files.writeString(folder.resolve("wrk.lua"), SCRIPT.replace("<headers>", more));
    this.bodies = bodies;
    this.connections = connections;
  }

  /** What came of it. */
  record Seen(double perSecond, long errors, double p99Millis) {}

  /** {@return whether it is installed} */
  static boolean isInstalled() throws InterruptedException {
    try {
      run(List.of("wrk", "-v"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** {@return what is seen within some seconds of asking over connections that are kept} */
  Seen ask(String url, int seconds) throws IOException, InterruptedException {
    String output =
        run(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s" + script,
                url,
                "--",
                bodies.toString()));
    String[] seen =
        output
            .lines()
            .filter(line -> line.startsWith("SEEN "))
            .findFirst()
            .orElseThrow(() -> new IOException("wrk said " + output))
            .split(" ", -1);
    return new Seen(
        Long.parseLong(seen[1]) / (Long.parseLong(seen[2]) / 1e6),
        Long.parseLong(seen[3]),
        Long.parseLong(seen[4]) / 1e3);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
