package dev.churn.domain.integrity;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stored object whose bytes are compared with the length and the SHA-256 that were recorded when
 * it was stored. Every stream of it throws a {@link ChurnException} with {@link
 * ErrorCode#UNAVAILABLE} if the bytes differ: at the latest before it returns the last byte, or
 * when it is closed. A transfer may have damaged them, so that a retry may succeed. What is made
 * from the bytes may be used only after the stream was closed.
 *
 * @param length the expected number of bytes; empty if it was not recorded
 * @param sha256 the expected SHA-256, 64 lower-case hexadecimal digits; empty for objects of
 *     earlier versions, whose bytes are not compared
 */
public record CheckedObject(
    ObjectStore objects, ObjectKey key, OptionalLong length, Optional<String> sha256)
    implements Content {
  private static final int BUFFER = 1 << 16;

  public CheckedObject {
    requireNonNull(objects, "objects");
    requireNonNull(key, "key");
    requireNonNull(length, "length");
    requireNonNull(sha256, "sha256");
  }

  /** {@return the object of a file that a row describes} */
  public static CheckedObject of(ObjectStore objects, StoredFile file) {
    return new CheckedObject(
        objects, file.key(), OptionalLong.of(file.size()), Optional.of(file.sha256()));
  }

  @Override
  public long size() {
    return length.isPresent()
        ? length.getAsLong()
        : objects
            .size(key)
            .orElseThrow(
                () -> new ChurnException(ErrorCode.NOT_FOUND, "There is no object " + key));
  }

  /**
   * {@inheritDoc} Closing it early reads the rest, which the check needs.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the object does not exist
   */
  @Override
  public InputStream open() {
    return new CheckedStream(objects.open(key), this);
  }

  /**
   * {@return all bytes} If they differ, they are read once more, since a transfer may have damaged
   * them.
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if they differ twice
   */
  public byte[] bytes() throws IOException {
    try {
      return readAll();
    } catch (ChurnException e) {
      if (e.code() != ErrorCode.UNAVAILABLE) {
        throw e;
      }
    }
    var stream = new CheckedStream(objects.open(key), this);
    try (stream) {
      return stream.readAllBytes();
    } catch (ChurnException e) {
      if (stream.hasDiffered()) {
        throw new ChurnException(ErrorCode.CORRUPT, e.getMessage(), e);
      }
      throw e;
    }
  }

  private byte[] readAll() throws IOException {
    try (InputStream in = open()) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes all bytes, the last of them only if all are as expected. If {@code out} fails, the rest
   * is not read.
   *
   * @param out is not closed
   */
  public void writeTo(OutputStream out) throws IOException {
    var in = new CheckedStream(objects.open(key), this);
    try {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } finally {
      in.giveUp();
    }
  }
}
