package dev.churn.http.request;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.http.MultiPart;

/** Receives uploads: multipart forms with a file. */
public final class UploadForms {
  /** How many bytes a form may have besides its file, for part headers and options. */
  private static final long FORM_OVERHEAD = 1 << 20;

  private final Path folder;
  private final long maxBytes;

  /**
   * @param folder where files are kept while they are looked at; exists
   * @param maxBytes of a file
   */
  public UploadForms(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /**
   * {@return the form of a request; closing it deletes its file}
   *
   * @throws ChurnException with {@link ErrorCode#UNSUPPORTED_TYPE} if it brings something else,
   *     {@link ErrorCode#TOO_LARGE} or {@link ErrorCode#INVALID_INPUT} if the form cannot be used
   */
  public ReceivedUpload receive(Context ctx) throws IOException {
    String boundary = boundaryOf(ctx);
    if (ctx.req().getContentLengthLong() - FORM_OVERHEAD > maxBytes) {
      throw new ChurnException(
          ErrorCode.TOO_LARGE,
          "The file: expected %d bytes at most, found a body of %d"
              .formatted(maxBytes, ctx.req().getContentLengthLong()));
    }
    return ReceivedUpload.receive(BodyReading.open(ctx), boundary, folder, maxBytes);
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
