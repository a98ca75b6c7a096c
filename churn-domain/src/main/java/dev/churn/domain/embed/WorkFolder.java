package dev.churn.domain.embed;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder in which files are written before they are stored.
 *
 * @param isOwn whether this class created the folder and therefore deletes it on close
 */
record WorkFolder(Path path, boolean isOwn) implements AutoCloseable {
  /** {@return the given folder, or a new temporary one} */
  static WorkFolder of(Optional<Path> given) {
    if (given.isPresent()) {
      return new WorkFolder(given.get(), false);
    }
    try {
      return new WorkFolder(Files.createTempDirectory("churn-"), true);
    } catch (IOException e) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "No temporary folder can be made", e);
    }
  }

  @Override
  public void close() {
    if (isOwn) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new ChurnException(
            ErrorCode.UNAVAILABLE, "The temporary folder %s cannot be removed".formatted(path), e);
      }
    }
  }
}
