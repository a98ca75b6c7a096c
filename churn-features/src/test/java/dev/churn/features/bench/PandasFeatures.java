package dev.churn.features.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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

  /** {@return whether the interpreter exists and has pandas} */
  boolean isThere() throws IOException {
    try {
      return run("-c", "import pandas") == 0;
    } catch (IOException e) { // there is no such program
      return false;
    }
  }

  /** Writes {@code customer_id} and the features, by customer. */
  void write(Path csv, LocalDate asOf, double monetaryReference, Path table) throws IOException {
    int status =
        run(
            program.toString(),
            csv.toString(),
            asOf.toString(),
            Double.toString(monetaryReference),
            table.toString());
    if (status != 0) {
      throw new IOException("expected pandas to end well, found exit status " + status);
    }
  }

  /** {@return the exit status of the interpreter} */
  private int run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pandas was at work", e);
    }
  }
}
