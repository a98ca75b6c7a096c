package dev.churn.domain.usecase.dataset;

import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file that a job writes, stores and then needs no more: gone when closed. */
public final class WorkFile implements AutoCloseable {
  private final Path path;

  private WorkFile(Path path) {
    this.path = path;
  }

  /** {@return a new file, empty, with the rights that any other file would have} */
  public static WorkFile in(Path folder) throws IOException {
    return new WorkFile(Files.createFile(folder.resolve(UUID.randomUUID() + ".csv")));
  }

  public Path path() {
    return path;
  }

  /** {@return what is in it, which from now on stays as it is} */
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
