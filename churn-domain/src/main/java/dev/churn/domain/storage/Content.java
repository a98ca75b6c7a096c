package dev.churn.domain.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes of known length that can be read repeatedly, so that an upload can be retried. */
public interface Content {
  /** {@return the number of bytes} */
  long size() throws IOException;

  /** {@return a stream of all bytes; the caller closes it} */
  InputStream open() throws IOException;

  /**
   * {@return a file that contains the bytes and is never written to again, if there is one} A store
   * may create a hard link to that file instead of copying it.
   */
  default Optional<Path> finishedFile() {
    return Optional.empty();
  }

  /** {@return the content of a file, which must not change while this is in use} */
  static Content of(Path file) {
    return of(file, Optional.empty());
  }

  /** {@return the content of a file that is never written to again; it may be deleted} */
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

  /** {@return the content of a copy of the bytes} */
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
