package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.storage.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content.Chunk;

/**
 * A multipart form with one file, which is on disk.
 *
 * @param file gone when this is closed
 * @param filename as the caller named it, without folders
 * @param fields the form's other fields
 */
public record ReceivedUpload(Path file, String filename, Map<String, String> fields)
    implements AutoCloseable {
  private static final int MAX_FILENAME = 255;

  /**
   * Reads a whole form.
   *
   * @param boundary of the multipart body
   * @param folder where the file is kept
   * @param fileSize is told how many bytes of the file have come, and throws if they are too many
   * @param disk the watch over the folder's disk
   * @throws ChurnException as {@code fileSize} does, with {@link ErrorCode#INVALID_INPUT} if the form is malformed or has not exactly one file, {@link
   *     ErrorCode#NO_SPACE} if the disk becomes full; no file is then left
   */
  static ReceivedUpload receive(
      InputStream body, String boundary, Path folder, LongConsumer fileSize, DiskSpace disk)
      throws IOException {
    try (var parts = new MultipartParts(folder, fileSize, disk)) {
      var parser = new MultiPart.Parser(boundary, parts);
      parser.setMaxParts(MultipartParts.MAX_PARTS);
      parser.setPartHeadersMaxLength(MultipartParts.MAX_HEADER_BYTES);
      byte[] buffer = new byte[1 << 16];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        parser.parse(Chunk.from(ByteBuffer.wrap(buffer, 0, n), false));
        parts.throwFailure();
      }
      parser.parse(Chunk.EOF);
      parts.throwFailure();
      String filename = parts.filename();
      if (filename == null) {
        throw new ChurnException(
            ErrorCode.INVALID_INPUT,
            "The form has no file",
            List.of(new FieldError("file", "expected a CSV file, found none")));
      }
      return new ReceivedUpload(parts.takeFile(), plainName(filename), parts.fields());
    }
  }

  /** Removes the path, which some browsers send and some attackers abuse. */
  private static String plainName(String sent) {
    String name = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    name = name.replaceAll("\\p{Cntrl}", "").strip();
    if (name.length() > MAX_FILENAME) {
      // The end is kept, since the extension says whether the file is gzip.
      name = name.substring(name.length() - MAX_FILENAME);
    }
    return name.isEmpty() ? "upload.csv" : name;
  }

  public Content content() {
    return Content.ofFinished(file);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
