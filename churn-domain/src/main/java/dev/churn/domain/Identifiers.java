package dev.churn.domain;

import java.util.UUID;

/** Parses identifiers that callers send. */
public final class Identifiers {
  private Identifiers() {}

  /**
   * {@return the UUID that {@code text} contains in its canonical form of 36 characters}
   *
   * @param what names the identifier in the error message, for example "organization id"
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if {@code text} has any other form
   */
  public static UUID parseUuid(String what, String text) {
    try {
      UUID id = UUID.fromString(text);
      // UUID.fromString also accepts shorter and longer groups
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(what, text, e);
    }
    throw malformed(what, text, null);
  }

  private static ChurnException malformed(String what, String text, Throwable cause) {
    return new ChurnException(
        ErrorCode.INVALID_INPUT,
        "%s: expected a UUID such as 123e4567-e89b-12d3-a456-426614174000, found %s"
            .formatted(what, Excerpt.quoted(text, Excerpt.LONGEST_VALUE)),
        cause);
  }
}
