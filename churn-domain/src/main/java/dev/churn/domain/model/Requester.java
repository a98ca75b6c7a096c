package dev.churn.domain.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.PlainText;

/**
 * The name of a requester, as the proxy in front of the system reports it.
 *
 * @param name 1 to {@value #MAX_LENGTH} characters, no control characters, not blank
 */
public record Requester(String name) {
  /** The maximum length of a name, in UTF-16 units. */
  public static final int MAX_LENGTH = 200;

  public Requester {
    if (name.isBlank() || name.length() > MAX_LENGTH || !PlainText.is(name)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "name: expected 1 to %d characters, no control characters".formatted(MAX_LENGTH));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
