package dev.churn.supabase;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * A failure that a retry may resolve.
 *
 * @param atLeast the wait that the server requested; zero if it did not
 * @param cause the connection failure, or null if there was a response
 */
record TransientFailure(String inWords, Duration atLeast, IOException cause) {
  static TransientFailure of(IOException e) {
    if (e instanceof TransientAnswer answer) {
      return answer.fault;
    }
    String message = e.getMessage() == null ? "" : ": " + e.getMessage();
    return new TransientFailure(e.getClass().getSimpleName() + message, Duration.ZERO, e);
  }

  static TransientFailure of(StorageResponse answer) {
    return new TransientFailure(
        answer.inWords(), retryAfter(answer.headers().get("Retry-After")), null);
  }

  /** {@return a transient failure for a response that is not an error but is invalid} */
  static TransientFailure of(String inWords) {
    return new TransientFailure(inWords, Duration.ZERO, null);
  }

  /** {@return the failure as an exception} */
  IOException asException() {
    return cause == null ? new TransientAnswer(this) : cause;
  }

  private static Duration retryAfter(String value) {
    if (value == null) {
      return Duration.ZERO;
    }
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip())));
    } catch (NumberFormatException notSeconds) {
      try {
        Instant until =
            ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        Duration left = Duration.between(Instant.now(), until);
        return left.isNegative() ? Duration.ZERO : left;
      } catch (DateTimeParseException notADate) {
        return Duration.ZERO;
      }
    }
  }

  /** A transient response, for code that can only throw an exception. */
  private static final class TransientAnswer extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient TransientFailure fault;

    TransientAnswer(TransientFailure fault) {
      super(fault.inWords());
      this.fault = fault;
    }
  }
}
