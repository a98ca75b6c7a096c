package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The exception for errors that a caller can act on. Its message is meant for the caller and states
 * what was expected, what was found and where. It contains no secrets, and no customer data except
 * at most an id.
 */
public final class ChurnException extends RuntimeException {
  /** The maximum number of field errors an exception keeps; further ones are dropped. */
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

  /**
   * Creates an error that a known step resolves; {@code message} ends with the name of that step.
   */
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

  /** {@return the invalid fields, in the order found; empty if the error concerns no field} */
  public List<FieldError> fieldErrors() {
    return Optional.ofNullable(fieldErrors).orElse(List.of());
  }

  /**
   * {@return the step that resolves the error, which the message ends with; empty if there is no
   * specific step}
   */
  public Optional<Remedy> remedy() {
    return Optional.ofNullable(remedy);
  }
}
