package dev.churn.features.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Objects;

/** A peer: the same eight features at one as-of day, by pandas in a Python process. */
final class PandasFeatures {
  private static final String PROGRAM = "pandas_features.py";

  private final String python;
  private final Path program;

  /**
   * @param python the interpreter, with pandas
   * @param folder where the program is put
   */
  PandasFeatures(String python, Path folder) throws IOException {
    this.python = python;
    this.program = folder.resolve(PROGRAM);
    try (InputStream source = PandasFeatures.class.getResourceAsStream(PROGRAM)) {
      Files.copy(Objects.requireNonNull(source), program, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Writes {@code customer_id} and the features, by customer. */
  void write(Path csv, LocalDate asOf, double monetaryReference, Path table) throws IOException {
    Process process =
        new ProcessBuilder(
                python,
                program.toString(),
                csv.toString(),
                asOf.toString(),
                Double.toString(monetaryReference),
                table.toString())
            .inheritIO()
            .start();
    int status;
    try {
      status = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pandas was at work", e);
    }
    if (status != 0) {
      throw new IOException("expected pandas to end well, found exit status " + status);
    }
  }
}
