package dev.churn.http.settings;

import dev.churn.domain.access.Sha256;

/** A key of the operator of the server. {@link #toString} does not show it. */
public final class OperatorKey {
  /** The minimum number of characters, so that nobody guesses a key. */
  static final int MIN_LENGTH = 32;

  private final String text;
  private final Sha256 hash;

  OperatorKey(String text) {
    this.text = text;
    this.hash = Sha256.of(text);
  }

  /** {@return whether this is the key with that hash} Takes the same time for every other key. */
  boolean has(Sha256 other) {
    return hash.equals(other);
  }

  /** {@return the key itself, for calls of this program to its own server} */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
