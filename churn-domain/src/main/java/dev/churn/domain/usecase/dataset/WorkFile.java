package dev.churn.domain.usecase.dataset;

import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A temporary file that a job writes and stores; closing deletes it. */
public final class WorkFile implements AutoCloseable {
  private final Path path;

  private WorkFile(Path path) {
    this.path = path;
  }

  /** {@return a new empty file that only its owner can read} */
  public static WorkFile in(Path folder) throws IOException {
    return new WorkFile(PrivateFiles.createFile(folder.resolve(UUID.randomUUID() + ".csv")));
  }

  public Path path() {
    return path;
  }

  /** {@return the content of the file, which must not change from now on} */
  public Content finished() {
    return Content.ofFinished(path);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
