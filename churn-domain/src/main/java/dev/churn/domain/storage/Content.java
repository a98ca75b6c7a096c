package dev.churn.domain.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes of known length that can be read more than once, so that an upload can be tried again. */
public interface Content {
  /** {@return the number of bytes} */
  long size() throws IOException;

  /** {@return the bytes from the first on; the caller closes the stream} */
  InputStream open() throws IOException;

  /**
   * {@return a file that has the bytes and is never written to again, if there is one} Whoever is
   * to keep the bytes can give that file a further name in place of copying it.
   */
  default Optional<Path> finishedFile() {
    return Optional.empty();
  }

  /** {@return the content of a file, which stays as it is while this is in use} */
  static Content of(Path file) {
    return of(file, Optional.empty());
  }

  /** {@return the content of a file to which nobody ever writes again; it may be removed} */
  static Content ofFinished(Path file) {
    return of(file, Optional.of(file));
  }

  private static Content of(Path file, Optional<Path> finished) {
    return new Content() {
      @Override
      public long size() throws IOException {
        return Files.size(file);
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public Optional<Path> finishedFile() {
        return finished;
      }
    };
  }

  /** {@return the given bytes, copied} */
  static Content of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Content() {
      @Override
      public long size() {
        return copy.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(copy);
      }
    };
  }
}
