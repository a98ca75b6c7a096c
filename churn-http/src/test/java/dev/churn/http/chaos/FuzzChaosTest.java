package dev.churn.http.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Millions of damaged inputs for everything that reads what others send. */
final class FuzzChaosTest {
  private static final long INPUTS = Long.getLong("chaos.inputs", 10_000_000);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
  private static final String CHOSEN = System.getProperty("chaos.target", "");

  @TempDir Path folder;

  @Test
  void any_input_is_read_or_refused_in_words_soon_and_with_bounded_memory()
      throws InterruptedException, IOException {
    for (FuzzTarget target : FuzzTarget.all(folder)) {
      if (target.name().contains(CHOSEN)) {
        FuzzRun.Seen seen = new FuzzRun(target).run(INPUTS * target.share() / 100, SEED);
        System.out.printf(
            Locale.ROOT,
            "| %s | %d inputs | %d calls refused | %.0f inputs/s | slowest %.1f ms | %.1f MiB at"
                + " most | seed %d |%n",
            seen.target(),
            seen.inputs(),
            seen.refused(),
            seen.inputs() / seen.seconds(),
            seen.slowestMillis(),
            seen.mostBytes() / 1048576.0,
            SEED);
      }
    }
  }
}
