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
  /** The organization, or the server, has as much as it may have; something must be deleted. */
  QUOTA_EXCEEDED,
  /** The caller, or the organization, does too much at the same time; a later retry may succeed. */
  TOO_MANY,
  /** The disk of the server or the database is full; a retry may succeed once it has room. */
  NO_SPACE,
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

  /** {@return whether the same call may succeed later, without any change to it} */
  public boolean isTransient() {
    return this == UNAVAILABLE || this == NO_SPACE;
  }

  /** {@return whether the error means that a stored file is unusable, regardless of the request} */
  public boolean meansUnusableFile() {
    return this == CORRUPT || this == INCOMPATIBLE;
  }
}
