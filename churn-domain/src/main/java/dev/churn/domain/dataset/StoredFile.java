package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.storage.ObjectKey;

/**
 * A dataset's file in object storage.
 *
 * @param filename as the user named it, or as we do; for people
 * @param size bytes
 * @param sha256 of the bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(ObjectKey key, String filename, long size, String sha256) {
  public StoredFile {
    requireNonNull(key, "key");
    requireNonNull(filename, "filename");
    requireNonNull(sha256, "sha256");
  }
}
