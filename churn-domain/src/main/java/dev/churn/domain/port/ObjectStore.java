package dev.churn.domain.port;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** Object storage. An object is there as a whole or not at all. */
public interface ObjectStore {
  /**
   * Creates what is missing of the buckets and leftovers of writes that were cut off; called once
   * at the start.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and what to do about it if
   *     the buckets are missing and must not be created
   */
  void prepare();

  /**
   * Stores an object, in place of the one that is there. Readers see the old bytes or the new ones,
   * never a mixture. Small and large content is streamed alike.
   *
   * @param contentType a media type such as {@code text/csv}
   */
  void put(ObjectKey key, Content content, String contentType);

  /**
   * {@return the bytes of an object, from the first on; the caller closes the stream} Reading may
   * throw IOException.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  InputStream open(ObjectKey key);

  /** {@return the size of an object in bytes, or empty if it is not there} */
  OptionalLong size(ObjectKey key);

  /** Removes an object; it is no error if it is not there. */
  void delete(ObjectKey key);

  /**
   * {@return the objects of a bucket at all depths below a folder, by path}
   *
   * @param folder whole path segments, for example {@code org_1/raw}; empty means all
   */
  List<ObjectKey> list(Bucket bucket, String folder);

  /**
   * {@return where an object is found by URL} Access needs the rights that the storage asks for.
   */
  String url(ObjectKey key);

  /** {@return the storage's name for people, for example "Supabase storage"} */
  String displayName();
}
