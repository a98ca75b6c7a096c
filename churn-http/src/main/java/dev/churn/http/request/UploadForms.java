package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.http.settings.NetworkSettings;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.eclipse.jetty.http.MultiPart;

/** Receives uploads: multipart forms with a file. */
public final class UploadForms {
  private static final long UNKNOWN = -1;

  /** How many bytes a form may have besides its file, for part headers and options. */
  private static final long FORM_OVERHEAD = 1 << 20;

  private final Path folder;
  private final long maxBytes;
  private final DiskSpace disk;
  private final NetworkSettings network;

  /**
   * @param folder where files are kept while they are looked at; exists
   * @param maxBytes of a file
   * @param disk the watch over the folder's disk
   * @param network how slow a form may come
   */
  public UploadForms(Path folder, long maxBytes, DiskSpace disk, NetworkSettings network) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.disk = disk;
    this.network = network;
  }

  /**
   * {@return the form of a request; closing it deletes its file}
   *
   * @param room is told how many bytes of the file have come, and throws if they are too many
   * @throws ChurnException with {@link ErrorCode#UNSUPPORTED_TYPE} if it brings something else,
   *     {@link ErrorCode#TOO_LARGE} or {@link ErrorCode#INVALID_INPUT} if the form cannot be used,
   *     {@link ErrorCode#NO_SPACE} if the disk has no room for it
   */
  public ReceivedUpload receive(Context ctx, LongConsumer room) throws IOException {
    String boundary = boundaryOf(ctx);
    if (ctx.req().getContentLengthLong() - FORM_OVERHEAD > maxBytes) {
      throw new ChurnException(
          ErrorCode.TOO_LARGE,
          "The file: expected %d bytes at most (MAX_UPLOAD_BYTES), found a body of %d"
              .formatted(maxBytes, ctx.req().getContentLengthLong()));
    }
    disk.require(folder, declaredBytes(ctx));
    var body = new PacedBody(BodyReading.open(ctx), network);
    return ReceivedUpload.receive(body, boundary, folder, atMost(maxBytes).andThen(room), disk);
  }

  /** {@return what throws {@link ErrorCode#TOO_LARGE} when it is told of more bytes} */
  static LongConsumer atMost(long maxBytes) {
    return bytes -> {
      if (bytes > maxBytes) {
        throw new ChurnException(
            ErrorCode.TOO_LARGE,
            "The file: expected %d bytes at most (MAX_UPLOAD_BYTES), found more"
                .formatted(maxBytes));
      }
    };
  }

  /** {@return the least size of the file in bytes, by the headers; 0 if they do not tell} */
  public static long declaredBytes(Context ctx) {
    long length = ctx.req().getContentLengthLong();
    return length == UNKNOWN ? 0 : Math.max(0, length - FORM_OVERHEAD);
  }

  private static String boundaryOf(Context ctx) {
    BodyReading.requireNoEncoding(ctx);
    String type = BodyReading.mediaType(ctx);
    if (!type.equals("multipart/form-data")) {
      throw new ChurnException(
          ErrorCode.UNSUPPORTED_TYPE,
          "Content-Type: expected multipart/form-data with a part named file, found %s"
              .formatted(type.isEmpty() ? "none" : "'" + type + "'"));
    }
    String boundary = MultiPart.extractBoundary(ctx.header("Content-Type"));
    if (boundary == null || boundary.isBlank()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "Content-Type: expected a boundary, found none");
    }
    return boundary;
  }
}
