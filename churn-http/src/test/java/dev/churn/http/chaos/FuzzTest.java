package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A little of {@link FuzzChaosTest}, and the inputs with which something was wrong before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FuzzTest {
  private static final long INPUTS = 20_000;

  private List<FuzzTarget> targets;

  @BeforeAll
  void make_examples(@TempDir Path folder) {
    targets = FuzzTarget.all(folder);
  }

  @Test
  void a_few_thousand_inputs_are_read_or_refused_in_words() throws InterruptedException {
    long fed = 0;
    for (FuzzTarget target : targets) {
      fed += new FuzzRun(target).run(INPUTS * target.share() / 100, 1).inputs();
    }
    assertThat(fed).isEqualTo(INPUTS);
  }

  @Test
  void what_was_wrong_once_is_right_now() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("src/test/resources/dev/churn/http/chaos/seeds"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] targetAndInput = line.split(" ", 2);
        FuzzTarget target =
            targets.stream()
                .filter(candidate -> candidate.name().equals(targetAndInput[0]))
                .findFirst()
                .orElseThrow();
        new FuzzRun(target).feed(Base64.getDecoder().decode(targetAndInput[1]));
      }
    }
  }
}
