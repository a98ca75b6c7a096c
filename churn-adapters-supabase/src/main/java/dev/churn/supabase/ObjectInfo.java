package dev.churn.supabase;

import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.Request;
import tools.jackson.databind.JsonNode;

/**
 * The metadata of an object in the storage's database.
 *
 * @param version changes with every write
 * @param etag without quotes; the MD5 of the bytes with some backends only
 */
record ObjectInfo(long size, String version, String etag) {
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

  /** {@return the metadata of an object if it exists; retries transient failures} */
  static Optional<ObjectInfo> find(Storage storage, ObjectKey key) {
    String work = "looking for " + key;
    return read(storage, work, storage.ask(work, question(storage, key), Form.INFO));
  }

  /** {@return the metadata of an object if it exists, without retries} */
  static Optional<ObjectInfo> findOnce(Storage storage, ObjectKey key) throws IOException {
    StorageResponse answer = storage.once(question(storage, key), Form.INFO);
    if (answer.isTransient()) {
      throw TransientFailure.of(answer).asException();
    }
    return read(storage, "looking for " + key, answer);
  }

  /** {@return the question for an object, which need not exist} */
  static Request question(Storage storage, ObjectKey key) {
    // not HEAD, which cannot distinguish missing from forbidden, and not object/info, for which an
    // object is missing if the key was not accepted
    return storage.request(storage.objectAt("object/info/authenticated", key)).get().build();
  }

  private static Optional<ObjectInfo> read(Storage storage, String work, StorageResponse answer) {
    if (answer.status() == 404 && !answer.isNoSuchRoute()) {
      return Optional.empty();
    }
    if (!answer.isSuccess()) {
      throw StorageErrors.of(storage.inFull(work), answer);
    }
    JsonNode json = answer.json();
    if (!json.path("size").isIntegralNumber()) {
      throw StorageErrors.unexpected(storage.inFull(work), "JSON with the object's size", answer);
    }
    return Optional.of(
        new ObjectInfo(
            json.path("size").asLong(),
            json.path("version").asString(""),
            json.path("etag").asString("").replace("\"", "")));
  }

  /** {@return whether the ETag has the form of an MD5, and may therefore be one} */
  boolean mayHaveMd5() {
    return MD5.matcher(etag).matches();
  }
}
