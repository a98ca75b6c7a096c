package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.Authenticator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WekaRuntimeTest {
  /** Trains everything in a virtual machine of its own and says what it changed there. */
  static final class Fresh {
    private Fresh() {}

    public static void main(String[] args) throws Exception {
      Map<Object, Object> before = new TreeMap<>(System.getProperties());
      Authenticator authenticator = Authenticator.getDefault();
      for (WekaExamples.Example example : WekaExamples.defaults()) {
        WekaTrainer.build(example.create(), WekaExamples.data(100, 1), (f, m) -> {});
      }
      Map<Object, Object> after = new TreeMap<>(System.getProperties());
      after.entrySet().removeAll(before.entrySet());
      System.out.println("changed properties " + after);
      System.out.println("authenticator " + (Authenticator.getDefault() == authenticator));
      System.out.println(
          "threads "
              + Thread.getAllStackTraces().keySet().stream()
                  .filter(t -> !t.isDaemon() && !t.getName().matches("main|DestroyJavaVM"))
                  .map(Thread::getName)
                  .toList());
      System.out.println("done");
    }
  }

  @Test
  void weka_leaves_home_working_folder_and_virtual_machine_as_they_were(@TempDir Path folder)
      throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path work = Files.createDirectory(folder.resolve("work"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                absolute(System.getProperty("java.class.path")),
                Fresh.class.getName())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readAllLines(output))
        .containsExactly("changed properties {}", "authenticator true", "threads []", "done");
    assertThat(process.exitValue()).isZero();
    assertThat(List.of(home, work, temporary)).allSatisfy(f -> assertThat(listed(f)).isEmpty());
  }

  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        Stream.of(classPath.split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .toList());
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }
}
