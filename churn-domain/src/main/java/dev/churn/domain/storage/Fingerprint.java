package dev.churn.domain.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What tells the content of one object from another.
 *
 * @param size the number of bytes
 * @param sha256 the SHA-256 of the bytes, 64 lower-case hexadecimal digits
 */
public record Fingerprint(long size, String sha256) {
  public Fingerprint {
    requireNonNull(sha256, "sha256");
    if (size < 0) {
      throw new IllegalArgumentException("expected a size of 0 or more, found " + size);
    }
  }

  /** {@return the fingerprint of a content, which is read for it} */
  public static Fingerprint of(Content content) {
    try {
      return new Fingerprint(content.size(), Digests.sha256(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
