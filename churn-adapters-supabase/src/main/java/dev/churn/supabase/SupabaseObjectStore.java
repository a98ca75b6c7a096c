package dev.churn.supabase;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Request;

/**
 * Stores objects in Supabase Storage. Safe for use by several threads.
 *
 * <p>Transient failures (no connection, a stall, HTTP 5xx, 429) are retried within the limits of
 * {@link SupabaseSettings.Retries} and then thrown as {@code UNAVAILABLE}. Refusals are thrown at
 * once: {@code TOO_LARGE}, {@code UNSUPPORTED_TYPE}, or {@code UNAVAILABLE} for a key that is
 * invalid or lacks rights, with a hint what to check. No message contains the key.
 *
 * <p>The secret key (or service-role key) has all the rights that are needed. A publishable (or
 * anon) key has those that the project's row-level security policies grant it; see {@link
 * #prepare()}.
 */
public final class SupabaseObjectStore implements ObjectStore, AutoCloseable {
  private final Storage storage;

  /** Creates the store without connecting. */
  public SupabaseObjectStore(SupabaseSettings settings) {
    storage = new Storage(requireNonNull(settings, "settings"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Buckets are created private or public as the settings say; existing ones are left alone,
   * with a warning if they are not as the settings say. Unless the key bypasses row-level security,
   * an object is added, listed, replaced and deleted in each bucket, to see whether the policies
   * allow it; a warning names the ones that are missing to replace or delete. Interrupted uploads
   * leave nothing behind that needs a cleanup: the storage drops them, resumable ones when they
   * expire.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} and the required SQL if this
   *     key can neither create the buckets nor add and read objects in them
   */
  @Override
  public void prepare() {
    new Buckets(storage).prepare();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Takes up to 1.4 s for each bucket.
   */
  @Override
  public void requireReady() {
    for (Bucket bucket : Bucket.values()) {
      new Readiness(storage).require(bucket);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Asks for the bucket's {@code file_size_limit}. For an object above 6 MiB it also starts an
   * upload, which the project's own limit may refuse, and cancels it.
   */
  @Override
  public Optional<String> findRefusal(ObjectKey key, long size) {
    return new SizeLimits(storage).findRefusal(key, size);
  }

  /**
   * {@inheritDoc}
   *
   * <p>If the response is lost, the stored object is compared with the content before anything is
   * sent again. A key that may add but not replace objects can store new ones. The storage does not
   * coordinate concurrent writers of one key: the last to finish wins.
   *
   * @throws IllegalArgumentException if the content type is invalid
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
   * <p>A broken connection is replaced while reading. If the object has changed meanwhile, reading
   * fails with an IOException rather than returning a mixture.
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
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if the object exists and this
   *     key may not remove it
   */
  @Override
  public void delete(ObjectKey key) {
    String work = "deleting " + key;
    // no body and no content type: the server refuses a JSON type with an empty body
    Request request =
        storage.request(storage.objectAt("object", key)).method("DELETE", null).build();
    StorageResponse answer = storage.ask(work, request, Form.DELETED);
    boolean gone = answer.isSuccess() || (answer.status() == 404 && !answer.isNoSuchRoute());
    if (!gone) {
      throw StorageErrors.of(storage.inFull(work), answer);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>If this key may not see the objects, or the bucket is missing, the storage returns an empty
   * list rather than an error. Objects whose names are not an {@link ObjectKey} are left out.
   */
  @Override
  public List<ObjectKey> list(Bucket bucket, String folder) {
    return new Listing(storage).list(bucket, folder);
  }

  @Override
  public List<ListedObject> inspect(Bucket bucket) {
    return new Listing(storage).inspect(bucket);
  }

  /**
   * {@return {@code <project>/storage/v1/object/public/<bucket>/<path>}} If the bucket is private,
   * the storage answers nobody there.
   */
  @Override
  public String url(ObjectKey key) {
    return storage.publicUrl(key);
  }

  @Override
  public String displayName() {
    return "Supabase storage";
  }

  /** Closes idle connections. Open streams remain usable until they are closed. */
  @Override
  public void close() {
    storage.close();
  }
}
