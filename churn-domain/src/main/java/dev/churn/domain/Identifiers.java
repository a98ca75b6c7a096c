package dev.churn.domain;

import java.time.Instant;
import java.util.UUID;

/** Creates identifiers, and parses those that callers send. */
public final class Identifiers {
  private Identifiers() {}

  /**
   * {@return a new UUID of version 7: the time in milliseconds, followed by random bits} Such ids
   * ascend with the time, so that rows with them are added at the end of an index (RFC 9562, UUID
   * Version 7).
   */
  public static UUID timeOrdered(Instant time) {
    UUID random = UUID.randomUUID(); // has the variant bits already
    long version = 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
    return new UUID(time.toEpochMilli() << 16 | version, random.getLeastSignificantBits());
  }

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
