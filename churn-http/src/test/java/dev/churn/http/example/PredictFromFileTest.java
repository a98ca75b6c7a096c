package dev.churn.http.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictFromFileTest {
  @Test
  void one_main_goes_from_a_file_to_a_prediction(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("events.csv"), Scenario.history(300, 1));
    PrintStream console = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      PredictFromFile.main(new String[] {file.toString()});
    } finally {
      System.setOut(console);
    }

    assertThat(printed.toString(UTF_8))
        .containsPattern("CUST-001 leaves with probability (0\\.\\d+|\\d\\.\\d+E-\\d+|1\\.0)\\R");
  }
}
