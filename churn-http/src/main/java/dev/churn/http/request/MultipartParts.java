package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.storage.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

/**
 * Receives the parts of a form while they are parsed. The part named {@code file} is written to
 * disk, the others are kept as short texts. The parser ignores exceptions of its listener, so the
 * first failure is kept for {@link #throwFailure}, which is called after each step.
 */
final class MultipartParts extends MultiPart.AbstractPartsListener implements AutoCloseable {
  static final int MAX_PARTS = 100;
  static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_FIELD_BYTES = 1 << 16;
  private static final long DISK_CHECKED_EVERY = 16 << 20;

  private final Path folder;
  private final LongConsumer fileSize;
  private final DiskSpace disk;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private Path file;
  private FileChannel channel;
  private String filename;
  private boolean inFile;
  private long fileBytes;
  private long checkedBytes = -DISK_CHECKED_EVERY;
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private ChurnException failure;

  /**
   * @param fileSize is told how many bytes of the file have come, before they are kept, and throws
   *     if they are too many
   */
  MultipartParts(Path folder, LongConsumer fileSize, DiskSpace disk) {
    this.folder = folder;
    this.fileSize = fileSize;
    this.disk = disk;
  }

  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  /** {@return the file name that the form gives, or null if it has no file} */
  String filename() {
    return filename;
  }

  Map<String, String> fields() {
    return Map.copyOf(fields);
  }

  /** {@return the file, which the caller has to delete from now on} */
  Path takeFile() throws IOException {
    channel.close();
    Path taken = file;
    file = null;
    return taken;
  }

  @Override
  public void onPartHeaders() {
    inFile = false;
    text = new ByteArrayOutputStream();
    String name = getName();
    if (name == null) {
      fail(ErrorCode.INVALID_INPUT, "A part of the form has no name", List.of());
    } else if (name.equals("file")) {
      beginFile();
    }
  }

  private void beginFile() {
    if (getFileName() == null) {
      failField(
          "file", "expected a file, found a text field; with curl, write -F file=@events.csv");
    } else if (filename != null) {
      failField("file", "expected one file, found two");
    } else if (failure == null) {
      filename = getFileName();
      inFile = true;
      try {
        file = folder.resolve("upload-" + UUID.randomUUID() + ".part");
        channel = PrivateFiles.createNew(file);
      } catch (IOException e) {
        failDisk(e);
      }
    }
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    if (failure != null) {
      return;
    }
    ByteBuffer bytes = chunk.getByteBuffer();
    if (inFile) {
      appendToFile(bytes);
    } else if (text.size() + bytes.remaining() > MAX_FIELD_BYTES) {
      failField(getName(), "expected %d bytes at most, found more".formatted(MAX_FIELD_BYTES));
    } else {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      text.writeBytes(copy);
    }
  }

  private void appendToFile(ByteBuffer bytes) {
    fileBytes += bytes.remaining();
    try {
      fileSize.accept(fileBytes);
      if (fileBytes - checkedBytes >= DISK_CHECKED_EVERY) {
        disk.require(folder, 0);
        checkedBytes = fileBytes;
      }
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (ChurnException e) { // the file is too large, or the disk is full
      failure = e;
    } catch (IOException e) {
      failDisk(e);
    }
  }

  @Override
  public void onPart(String name, String partFilename, HttpFields headers) {
    if (name != null && !name.equals("file") && failure == null) {
      String value = text.toString(StandardCharsets.UTF_8);
      if (fields.putIfAbsent(name, value) != null) {
        failField(name, "expected once, found twice");
      }
    }
  }

  @Override
  public void onFailure(Throwable cause) {
    if (failure == null) {
      failure =
          new ChurnException(
              ErrorCode.INVALID_INPUT,
              "The body: expected multipart/form-data that matches its boundary, found: "
                  + cause.getMessage(),
              cause);
    }
  }

  private void failField(String field, String problem) {
    fail(
        ErrorCode.INVALID_INPUT,
        "The form cannot be used",
        List.of(new FieldError(field, problem)));
  }

  private void failDisk(IOException e) {
    if (failure == null) {
      failure =
          DiskSpace.isFull(e)
              ? DiskSpace.full("The file cannot be kept", e)
              : new ChurnException(
                  ErrorCode.UNAVAILABLE, "The file cannot be kept on the server's disk now", e);
    }
  }

  private void fail(ErrorCode code, String message, List<FieldError> errors) {
    if (failure == null) {
      failure = new ChurnException(code, message, errors);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
