package dev.churn.domain;

/** The category of an error, as far as a caller can act on it. */
public enum ErrorCode {
  /** The request is malformed, for example an invalid id, date or number. */
  INVALID_INPUT,
  /** The caller has not proved who they are. */
  UNAUTHENTICATED,
  /** The caller is known and lacks the scope. */
  FORBIDDEN,
  /** The requested thing does not exist, or it belongs to another organization. */
  NOT_FOUND,
  /** The request conflicts with the current state. */
  CONFLICT,
  /** The content exceeds the maximum size. */
  TOO_LARGE,
  /** The content type is not supported. */
  UNSUPPORTED_TYPE,
  /** The request is well formed, but what it refers to cannot be used for it. */
  UNPROCESSABLE,
  /** The storage or the database is currently unreachable; a retry may succeed. */
  UNAVAILABLE,
  /** Stored data has changed or is damaged. */
  CORRUPT,
  /** Stored data was written by a version that this version cannot read. */
  INCOMPATIBLE;

  /** {@return whether the error means that a stored file is unusable, regardless of the request} */
  public boolean meansUnusableFile() {
    return this == CORRUPT || this == INCOMPATIBLE;
  }
}
