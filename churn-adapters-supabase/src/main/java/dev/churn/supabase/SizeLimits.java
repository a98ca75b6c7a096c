package dev.churn.supabase;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks how large objects may be. */
final class SizeLimits {
  private static final System.Logger LOG = System.getLogger(SizeLimits.class.getName());

  private final Storage storage;

  SizeLimits(Storage storage) {
    this.storage = storage;
  }

  /**
   * {@return why an object would be refused for its size, or empty if it would not be or if that
   * cannot be told}
   */
  Optional<String> findRefusal(ObjectKey key, long size) {
    try {
      OptionalLong limit = limitOf(key.bucket());
      if (limit.isPresent() && size > limit.getAsLong()) {
        return Optional.of(
            "bucket '%s' takes objects of up to %,d bytes (its file_size_limit)"
                .formatted(key.bucket().id(), limit.getAsLong()));
      }
      return size > Uploads.LARGEST_IN_ONE_REQUEST && isTooLarge(key, size)
          ? Optional.of(
              "the project takes no object of %,d bytes (its upload limit)".formatted(size))
          : Optional.empty();
    } catch (IOException e) {
      // the upload itself is retried, and says what is wrong
      LOG.log(System.Logger.Level.DEBUG, "The size limits could not be read", e);
      return Optional.empty();
    }
  }

  private OptionalLong limitOf(Bucket bucket) throws IOException {
    StorageResponse record =
        storage.once(
            storage.request(storage.at("bucket/" + bucket.id())).get().build(), Form.BUCKET);
    long limit = record.json().path("file_size_limit").asLong(0);
    return record.isSuccess() && limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
  }

  /** The project's limit can only be seen by what it refuses. */
  private boolean isTooLarge(ObjectKey key, long size) throws IOException {
    return new ResumableUploads(storage).tryOut(key, size).status() == 413;
  }
}
