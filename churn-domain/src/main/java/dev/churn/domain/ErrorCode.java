package dev.churn.domain;

/** What kind of thing went wrong, as far as a caller can act on it. */
public enum ErrorCode {
  /** The request cannot be read as what it should be: a malformed id, date or number. */
  INVALID_INPUT,
  /** There is no such thing, or it belongs to another organization. */
  NOT_FOUND,
  /** The request contradicts what is already there. */
  CONFLICT,
  /** More bytes than are accepted. */
  TOO_LARGE,
  /** The content is of a type that is not accepted. */
  UNSUPPORTED_TYPE,
  /** The request was understood, but what it names cannot be used for it. */
  UNPROCESSABLE,
  /** Storage or database cannot be reached now; the same request may work later. */
  UNAVAILABLE,
  /** Something that was stored is no longer what was stored. */
  CORRUPT,
  /** Something that was stored was made by a version that this one cannot read. */
  INCOMPATIBLE;

  /** {@return whether a stored file cannot be used, whatever is asked for} */
  public boolean meansUnusableFile() {
    return this == CORRUPT || this == INCOMPATIBLE;
  }
}
