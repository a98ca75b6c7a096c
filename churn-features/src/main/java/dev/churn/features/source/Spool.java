package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.limit.DiskSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a stream to a temporary file, for formats that are not read from start to end. */
final class Spool {
  private static final int BUFFER = 1 << 16;

  private Spool() {}

  /**
   * {@return a new temporary file with all bytes of the stream, which the caller deletes}
   *
   * @throws IOException if the stream cannot be read
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the file cannot be written, {@link
   *     ErrorCode#NO_SPACE} if the disk is full
   */
  static Path copy(InputStream in, DiskSpace disk) throws IOException {
    Path file = create();
    boolean whole = false;
    try (OutputStream out = disk.watched(Files.newOutputStream(file), file.getParent())) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        Interrupts.check("Reading the file");
        write(out, buffer, n);
      }
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return file;
  }

  private static Path create() {
    try {
      return Files.createTempFile("churn-", ".tmp"); // readable by the owner only
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static ChurnException unavailable(IOException e) {
    if (DiskSpace.isFull(e)) {
      return DiskSpace.full("The file cannot be unpacked", e);
    }
    return new ChurnException(
        ErrorCode.UNAVAILABLE,
        "The file cannot be unpacked now, since a temporary file cannot be written: "
            + e.getMessage(),
        e);
  }
}
