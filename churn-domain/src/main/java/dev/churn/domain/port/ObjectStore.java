package dev.churn.domain.port;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Object storage. Writes are atomic: an object exists completely or not at all. */
public interface ObjectStore {
  /**
   * Creates missing buckets and deletes the leftovers of interrupted writes; called once at the
   * start.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and instructions if buckets
   *     are missing and must not be created
   */
  void prepare();

  /**
   * Checks that the storage responds, accepts this program and has both buckets. It may be called
   * every second, and does not retry.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} and what is not so
   */
  default void requireReady() {
    for (Bucket bucket : Bucket.values()) {
      size(new ObjectKey(bucket, "org_health/probe"));
    }
  }

  /**
   * Stores an object, replacing an existing one. Readers see either the old bytes or the new ones,
   * never a mixture. Content of any size is streamed.
   *
   * @param contentType a media type such as {@code text/csv}
   */
  void put(ObjectKey key, Content content, String contentType);

  /**
   * {@return a stream of the object's bytes; the caller closes it} Reading may throw IOException.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the object does not exist
   */
  InputStream open(ObjectKey key);

  /**
   * {@return why an object of this size would be refused, for example because of a limit of the
   * bucket, or empty if it would not be or if that is unknown} Nothing is stored.
   *
   * @param size in bytes
   */
  default Optional<String> findRefusal(ObjectKey key, long size) {
    return Optional.empty();
  }

  /** {@return the size of an object in bytes, or empty if it does not exist} */
  OptionalLong size(ObjectKey key);

  /** Deletes an object; has no effect if it does not exist. */
  void delete(ObjectKey key);

  /**
   * {@return all objects of a bucket below a folder, at any depth, by path}
   *
   * @param folder whole path segments, for example {@code org_1/raw}; empty means all
   */
  List<ObjectKey> list(Bucket bucket, String folder);

  /**
   * {@return all objects of a bucket with their sizes and times, in any order; none if the storage
   * does not know the times}
   */
  default List<ListedObject> inspect(Bucket bucket) {
    return List.of();
  }

  /** {@return the URL of an object in this storage; useful to others if its bucket is public} */
  String url(ObjectKey key);

  /** {@return the display name of the storage, for example "Supabase storage"} */
  String displayName();
}
