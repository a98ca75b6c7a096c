package dev.churn.domain.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The benchmark programs of a module, each of which runs in a process of its own. */
public final class Benchmarks {
  private final Map<String, String> settings;
  private final Map<String, Program> programs = new LinkedHashMap<>();

  private record Program(Class<?> main, String heap, List<String> arguments) {}

  /**
   * @param settings each as {@code name=value}; the one named {@code bench} chooses the programs:
   *     {@code all}, or names with commas between them
   */
  public Benchmarks(String... settings) {
    this.settings =
        Stream.of(settings)
            .map(setting -> setting.split("=", 2))
            .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
  }

  /**
   * Adds a program.
   *
   * @param heap the setting that holds the largest heap, such as 1g
   * @param arguments the settings that the program is given, in its order
   */
  public Benchmarks add(String name, Class<?> main, String heap, String... arguments) {
    programs.put(name, new Program(main, heap, List.of(arguments)));
    return this;
  }

  /**
   * Runs the chosen programs one after the other. Names of other modules' programs are passed over,
   * since a build of one module builds those that it needs, too.
   *
   * @throws IllegalStateException if a program fails
   */
  public void run() throws IOException, InterruptedException {
    List<String> chosen = List.of(setting("bench").split(",", -1));
    for (Map.Entry<String, Program> program : programs.entrySet()) {
      if (chosen.contains("all") || chosen.contains(program.getKey())) {
        run(program.getKey(), program.getValue());
      }
    }
  }

  private void run(String name, Program program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + setting(program.heap()));
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(program.main().getName());
    program.arguments().forEach(argument -> command.add(setting(argument)));
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // when this is interrupted
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IllegalStateException(
          "expected benchmark %s to succeed, found exit code %d".formatted(name, exit));
    }
  }

  private String setting(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected a setting " + name + ", found none");
    }
    return value;
  }
}
