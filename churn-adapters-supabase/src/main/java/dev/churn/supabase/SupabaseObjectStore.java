package dev.churn.supabase;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import okhttp3.Request;

/**
 * Objects in Supabase Storage. Safe for use by several threads.
 *
 * <p>Faults that may pass (no connection, a stall, HTTP 5xx, 429) are tried again within the limits
 * of {@link SupabaseSettings.Retries}, then end as {@code UNAVAILABLE}. What the storage refuses
 * ends at once: {@code TOO_LARGE}, {@code UNSUPPORTED_TYPE}, or {@code UNAVAILABLE} for a key that
 * is wrong or has no right, with what to check. The key itself is in no message.
 *
 * <p>The service-role key may do all of this. An anon key may do what the project's row-level
 * security policies grant it; see {@link #prepare()}.
 */
public final class SupabaseObjectStore implements ObjectStore, AutoCloseable {
  private final Storage storage;

  /** Connects to nothing yet. */
  public SupabaseObjectStore(SupabaseSettings settings) {
    storage = new Storage(requireNonNull(settings, "settings"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Buckets are created private. Broken uploads leave nothing behind that would have to be
   * cleaned up: the storage drops them, resumable ones when they expire.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and the SQL that is needed
   *     if this key may neither create the buckets nor use them
   */
  @Override
  public void prepare() {
    new Buckets(storage).prepare();
  }

  /**
   * {@inheritDoc}
   *
   * <p>If the answer is lost, what is there is compared with the content before anything is sent
   * again. With a key that may add but not replace objects, new ones can be stored. Two writers of
   * one key at the same time are not kept apart by the storage: the last to finish wins.
   *
   * @throws IllegalArgumentException if the content type is not one
   */
  @Override
  public void put(ObjectKey key, Content content, String contentType) {
    try (Upload upload = new Upload(key, content, contentType)) {
      new Uploads(storage).put(upload);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A cut connection is replaced while reading. If the object has changed meanwhile, reading
   * ends with an IOException rather than with a mixture.
   */
  @Override
  public InputStream open(ObjectKey key) {
    return Download.begin(storage, key);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return ObjectInfo.find(storage, key).stream().mapToLong(ObjectInfo::size).findFirst();
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if the object is there and
   *     this key may not remove it
   */
  @Override
  public void delete(ObjectKey key) {
    String work = "deleting " + key;
    // no body and no content type: a JSON type with an empty body is refused
    Request request =
        storage.request(storage.objectAt("object", key)).method("DELETE", null).build();
    StorageResponse answer = storage.ask(work, request);
    boolean gone = answer.isSuccess() || (answer.status() == 404 && !answer.isNoSuchRoute());
    if (!gone) {
      throw StorageErrors.of(storage.inFull(work), answer);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The storage answers with an empty list, not with an error, for what this key may not see and
   * for a bucket that is missing. Objects with names that are no {@link ObjectKey} are left out.
   */
  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    return new Listing(storage).list(bucket, folder);
  }

  /**
   * {@return {@code <project>/storage/v1/object/public/<bucket>/<path>}} The buckets are private,
   * so that nobody reads there without rights.
   */
  @Override
  public String url(ObjectKey key) {
    return storage.publicUrl(key);
  }

  @Override
  public String displayName() {
    return "Supabase storage";
  }

  /** Closes idle connections. Streams that are still open stay so until they are closed. */
  @Override
  public void close() {
    storage.close();
  }
}
