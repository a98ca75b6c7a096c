package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.storage.ObjectKey;

/**
 * A file of a dataset in object storage.
 *
 * @param filename the display name, chosen by the user or by this system
 * @param size the size in bytes
 * @param sha256 the SHA-256 of the content, 64 lower-case hexadecimal digits
 */
public record StoredFile(ObjectKey key, String filename, long size, String sha256) {
  public StoredFile {
    requireNonNull(key, "key");
    requireNonNull(filename, "filename");
    requireNonNull(sha256, "sha256");
  }
}
