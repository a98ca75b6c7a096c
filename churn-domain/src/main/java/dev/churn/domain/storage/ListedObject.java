package dev.churn.domain.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An object as a storage lists it.
 *
 * @param size the number of bytes
 * @param storedAt when it was last written, by the storage's clock
 */
public record ListedObject(ObjectKey key, long size, Instant storedAt) {
  public ListedObject {
    requireNonNull(key, "key");
    requireNonNull(storedAt, "storedAt");
  }
}
