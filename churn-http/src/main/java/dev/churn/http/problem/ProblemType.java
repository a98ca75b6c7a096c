package dev.churn.http.problem;

import dev.churn.domain.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/** The types of problem, each with its HTTP status. */
public enum ProblemType {
  INVALID_INPUT(400, "Malformed request"),
  CROSS_SITE(403, "Sent by a page of another site"),
  UNAUTHENTICATED(401, "Not signed in"),
  FORBIDDEN(403, "Not allowed"),
  NOT_FOUND(404, "Not found"),
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  CONFLICT(409, "Conflict"),
  INCOMPATIBLE(409, "Made by another version"),
  QUOTA_EXCEEDED(403, "More than the organization or the server may have"),
  TOO_MANY_REQUESTS(429, "Too many at a time"),
  INSUFFICIENT_STORAGE(507, "The disk is full"),
  TOO_LARGE(413, "Too large"),
  UNSUPPORTED_TYPE(415, "Unsupported content type"),
  MISDIRECTED(421, "Sent to another host"),
  UNPROCESSABLE(422, "Understood, but not usable"),
  INTERNAL(500, "Internal error"),
  CORRUPT(500, "Stored data is damaged"),
  UNAVAILABLE(503, "Temporarily unavailable");

  static final String SOON = "5";
  private static final String LATER = "60"; // a disk does not get room by itself

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  public static ProblemType of(ErrorCode code) {
    return switch (code) { // no default: a new code must not compile until it has a status
      case INVALID_INPUT -> INVALID_INPUT;
      case UNAUTHENTICATED -> UNAUTHENTICATED;
      case FORBIDDEN -> FORBIDDEN;
      case NOT_FOUND -> NOT_FOUND;
      case CONFLICT -> CONFLICT;
      case TOO_LARGE -> TOO_LARGE;
      case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
      case TOO_MANY -> TOO_MANY_REQUESTS;
      case NO_SPACE -> INSUFFICIENT_STORAGE;
      case UNSUPPORTED_TYPE -> UNSUPPORTED_TYPE;
      case UNPROCESSABLE -> UNPROCESSABLE;
      case UNAVAILABLE -> UNAVAILABLE;
      // 500, not 503: the server is at fault, and a repeated request does not help.
      case CORRUPT -> CORRUPT;
      case INCOMPATIBLE -> INCOMPATIBLE;
    };
  }

  public int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** {@return after how many seconds a client may try again, if that can help} */
  Optional<String> retrySeconds() {
    return switch (this) {
      case UNAVAILABLE, TOO_MANY_REQUESTS -> Optional.of(SOON);
      case INSUFFICIENT_STORAGE -> Optional.of(LATER);
      default -> Optional.empty();
    };
  }

  String uri() {
    return "urn:churn:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
