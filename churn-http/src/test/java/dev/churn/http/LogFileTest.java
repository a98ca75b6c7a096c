package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.churn.http.request.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  private static final long MAX_BYTES = 80_000;

  @TempDir Path folder;

  @Test
  void the_files_stay_below_their_limit_and_the_latest_line_is_kept()
      throws IOException, InterruptedException {
    var context = new LoggerContext();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    LogFile.begin(root, folder.resolve("churn.log"), MAX_BYTES);
    for (int i = 0; i < 12; i++) {
      for (int line = 0; line < 100; line++) {
        root.info("line {} of {}", line, i);
      }
      Thread.sleep(120);
    }
    context.stop();

    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("churn.log.1")));
    lines.addAll(Files.readAllLines(folder.resolve("churn.log")));
    assertThat(
            Json.read(lines.get(lines.size() - 1).getBytes(StandardCharsets.UTF_8))
                .path("message")
                .asString())
        .isEqualTo("line 99 of 11");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSizeGreaterThan(1);
      long bytes = 0;
      for (Path file : all) {
        bytes += Files.size(file);
      }
      assertThat(bytes).isLessThan(2 * MAX_BYTES);
    }
  }
}
