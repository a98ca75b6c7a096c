package dev.churn.supabase;

import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import tools.jackson.databind.JsonNode;

/**
 * Finds out what row-level security lets a key do with the objects of a bucket: it adds, lists,
 * replaces and deletes a small object. If that object may not be deleted, it stays, and is the same
 * one the next time.
 */
final class RightsProbe {
  private static final MediaType CSV = MediaType.get("text/csv");

  /** An operation on objects that a policy allows. */
  enum Right {
    INSERT("adds"),
    SELECT("reads"),
    UPDATE("replaces"),
    DELETE("deletes");

    private final String verb;

    Right(String verb) {
      this.verb = verb;
    }

    /** {@return the SQL of the policy that grants this right on both buckets to a database role} */
    String policy(String role) {
      String condition = "(bucket_id in ('datasets', 'utils'))";
      String checks =
          switch (this) {
            case INSERT -> "with check " + condition;
            case SELECT, DELETE -> "using " + condition;
            case UPDATE -> "using %s with check %s".formatted(condition, condition);
          };
      return "create policy \"churn %s\" on storage.objects for %s to %s\n  %s;\n"
          .formatted(verb, word(), role, checks);
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was found out about a bucket.
   *
   * @param missing rights that the key lacks
   * @param unknown rights that could not be tried, since a missing one is needed for that
   */
  record Found(boolean bucketExists, Set<Right> missing, Set<Right> unknown) {
    Found {
      missing = Set.copyOf(missing);
      unknown = Set.copyOf(unknown);
    }
  }

  private final Storage storage;
  private final ObjectKey key;

  RightsProbe(Storage storage, Bucket bucket) {
    this.storage = storage;
    this.key = new ObjectKey(bucket, "org_%s/probe.csv".formatted(new UUID(0, 0)));
  }

  /** {@return the key of the object that is used} */
  ObjectKey key() {
    return key;
  }

  /**
   * {@return what the key may do}
   *
   * @throws dev.churn.domain.ChurnException if the storage refuses for another reason
   */
  Found run() {
    StorageResponse added = store(false);
    if (StorageErrors.isBucketMissing(added)) {
      return new Found(false, Set.of(), Set.of());
    }
    // whether the object is there already is told only to those who may add one
    if (!allows(added) && !added.isAlreadyExists()) {
      return new Found(
          true, EnumSet.of(Right.INSERT), EnumSet.of(Right.SELECT, Right.UPDATE, Right.DELETE));
    }
    if (!isListed()) {
      return new Found(true, EnumSet.of(Right.SELECT), EnumSet.of(Right.UPDATE, Right.DELETE));
    }
    Set<Right> missing = EnumSet.noneOf(Right.class);
    if (!allows(store(true))) {
      missing.add(Right.UPDATE);
    }
    if (!allows(delete())) {
      missing.add(Right.DELETE);
    }
    return new Found(true, missing, Set.of());
  }

  private StorageResponse store(boolean replace) {
    byte[] content = "probe\n".getBytes(StandardCharsets.UTF_8);
    Request.Builder request =
        storage
            .request(storage.objectAt("object", key))
            .header("Connection", "close") // as with every upload that may be refused
            .post(RequestBody.create(content, CSV));
    return storage.ask(
        "storing " + key,
        replace ? request.header("x-upsert", "true").build() : request.build(),
        Form.NEW_OBJECT);
  }

  /** A refused list is an empty one. It is asked even of a public bucket, where info tells all. */
  private boolean isListed() {
    String work = "listing " + key;
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("prefix", key.path());
    question.put("limit", 1);
    StorageResponse page =
        storage.ask(
            work,
            storage
                .request(storage.at("object/list-v2/" + key.bucket().id()))
                .post(Storage.json(question))
                .build(),
            Form.PAGE);
    if (!page.isSuccess()) {
      throw StorageErrors.of(storage.inFull(work), page);
    }
    for (JsonNode object : page.json().path("objects")) {
      if (object.path("name").asString("").equals(key.path())) {
        return true;
      }
    }
    return false;
  }

  private StorageResponse delete() {
    return storage.ask(
        "deleting " + key,
        storage.request(storage.objectAt("object", key)).method("DELETE", null).build(),
        Form.DELETED);
  }

  private boolean allows(StorageResponse answer) {
    if (answer.isSuccess()) {
      return true;
    }
    boolean isUnknownToOthers = answer.status() == 404 && !answer.isNoSuchRoute();
    if (isPolicy(answer) || answer.isAlreadyExists() || isUnknownToOthers) {
      return false;
    }
    throw StorageErrors.of(storage.inFull("trying out bucket " + key.bucket().id()), answer);
  }

  private static boolean isPolicy(StorageResponse answer) {
    return answer.status() == 403 && StorageErrors.isPolicy(answer);
  }
}
