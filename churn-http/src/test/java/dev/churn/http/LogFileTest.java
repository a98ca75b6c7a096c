package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  private static final long MAX_BYTES = 80_000;

  @TempDir Path folder;

  @Test
  void a_full_file_is_put_aside_and_the_latest_line_is_kept()
      throws IOException, InterruptedException {
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Path file = folder.resolve("churn.log");
    Path older = folder.resolve("churn.log.1");
    LogFile.begin(root, file, MAX_BYTES);
    for (int round = 0; round < 1000 && Files.notExists(older); round++) {
      for (int line = 0; line < 10; line++) {
        root.info("line {} of {}", line, round);
      }
      Thread.sleep(10);
    }
    root.info("the last line");
    context.stop();

    assertThat(Files.size(older)).isGreaterThan(MAX_BYTES / 8);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSizeLessThan(20);
    assertThat(lines.get(lines.size() - 1)).contains("\"the last line\"");
  }
}
