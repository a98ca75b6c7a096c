package dev.churn.http.request;

import dev.churn.domain.limit.DiskSpace;
import dev.churn.features.event.EventFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The readers of requests, for bytes of any kind. */
public final class FuzzedRequests {
  private static final EventFields FIELDS = new EventFields();
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2024-07-01T12:00:00Z");
  private static final long MAX_FILE_BYTES = 1 << 20;

  private FuzzedRequests() {}

  /** Reads a body of a prediction in both ways, which must agree. */
  public static void predict(byte[] body) {
    Optional<PredictionRequest> quick = PredictionReader.read(body, FIELDS, ZoneOffset.UTC);
    PredictionRequest closely = PredictionRequest.examine(body, FIELDS, NOW);
    if (quick.isPresent() && !quick.get().equals(closely)) {
      throw new IllegalStateException("read as %s and as %s".formatted(quick.get(), closely));
    }
  }

  /** Receives a form. */
  public static void form(byte[] body, String boundary, Path folder) {
    try {
      ReceivedUpload.receive(
              new ByteArrayInputStream(body),
              boundary,
              folder,
              UploadForms.atMost(MAX_FILE_BYTES),
              DiskSpace.unwatched())
          .close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
