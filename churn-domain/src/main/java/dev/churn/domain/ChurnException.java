package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The one exception of this system. Its message is meant for the caller: what was expected, what
 * was found and where; it holds no secrets and, of customers, at most an id.
 */
public final class ChurnException extends RuntimeException {
  /** How many field errors an exception keeps; the first ones. */
  public static final int MAX_FIELD_ERRORS = 100;

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<FieldError> fieldErrors;
  private final transient Remedy remedy;

  public ChurnException(ErrorCode code, String message) {
    this(code, message, List.of());
  }

  public ChurnException(ErrorCode code, String message, Throwable cause) {
    this(code, message, List.of());
    initCause(cause);
  }

  public ChurnException(ErrorCode code, String message, List<FieldError> fieldErrors) {
    this(code, message, fieldErrors, null);
  }

  /** An error after which a step helps; {@code message} names the step at its end. */
  public ChurnException(ErrorCode code, String message, Remedy remedy) {
    this(code, message, List.of(), requireNonNull(remedy, "remedy"));
  }

  /**
   * {@return that one value cannot be used}
   *
   * @param field which value
   * @param problem what was expected and what was found
   */
  public static ChurnException ofField(ErrorCode code, String field, String problem) {
    return new ChurnException(
        code, field + ": " + problem, List.of(new FieldError(field, problem)));
  }

  private ChurnException(
      ErrorCode code, String message, List<FieldError> fieldErrors, Remedy remedy) {
    super(message);
    this.remedy = remedy;
    this.code = requireNonNull(code, "code");
    this.fieldErrors =
        List.copyOf(fieldErrors.subList(0, Math.min(fieldErrors.size(), MAX_FIELD_ERRORS)));
  }

  public ErrorCode code() {
    return code;
  }

  /** {@return the fields that are wrong, in the order found; empty if the error is of no field} */
  public List<FieldError> fieldErrors() {
    return Optional.ofNullable(fieldErrors).orElse(List.of());
  }

  /**
   * {@return the step that helps, which ends the message; empty if the error has none of its own}
   */
  public Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }
}
