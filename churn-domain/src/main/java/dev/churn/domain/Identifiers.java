package dev.churn.domain;

import java.util.UUID;

/** Reads identifiers as callers write them. */
public final class Identifiers {
  private Identifiers() {}

  /**
   * {@return the UUID that {@code text} writes in its canonical form of 36 characters}
   *
   * @param what names the identifier in the error, for example "organization id"
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} for anything else
   */
  public static UUID parseUuid(String what, String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) { // it also takes shorter and longer groups
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw malformed(what, text, e);
    }
    throw malformed(what, text, null);
  }

  private static ChurnException malformed(String what, String text, Throwable cause) {
    String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
    return new ChurnException(
        ErrorCode.INVALID_INPUT,
        "%s: expected a UUID such as 123e4567-e89b-12d3-a456-426614174000, found '%s'"
            .formatted(what, shown),
        cause);
  }
}
