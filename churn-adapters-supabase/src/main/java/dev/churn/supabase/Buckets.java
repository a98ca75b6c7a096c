package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.FileAccess;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.supabase.RightsProbe.Found;
import dev.churn.supabase.RightsProbe.Right;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.Request;

/** Ensures that the buckets exist and can be used. */
final class Buckets {
  private static final System.Logger LOG = System.getLogger(Buckets.class.getName());

  private final Storage storage;
  private final List<String> unusable = new ArrayList<>();
  private final StringBuilder remedy = new StringBuilder();
  private final Set<Right> denied = EnumSet.noneOf(Right.class);
  private final Set<Right> untried = EnumSet.noneOf(Right.class);

  Buckets(Storage storage) {
    this.storage = storage;
  }

  /**
   * Creates the missing buckets, and warns about what is not as it should be.
   *
   * @throws ChurnException with {@code UNPROCESSABLE} that names all unusable buckets and the SQL
   *     that would make them usable
   */
  void prepare() {
    for (Bucket bucket : Bucket.values()) {
      check(bucket);
    }
    if (storage.key().isPublishable()) {
      warn(
          "The key of Supabase storage is a publishable (anon) one. With the policies that this"
              + " program needs, whoever has that key, and web pages publish it, can read, replace"
              + " and delete the files of all organizations. Use the secret key"
              + " (SUPABASE_SECRET_KEY) instead.");
    }
    if (!unusable.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "%s: %s. Use the secret key (SUPABASE_SECRET_KEY or SUPABASE_SERVICE_ROLE_KEY), or run this SQL in the project:\n%s%s"
              .formatted(
                  storage.inFull("preparing the buckets"),
                  String.join("; ", unusable),
                  remedy,
                  policies()));
    }
    if (!denied.isEmpty()) {
      warn(
          "Row-level security does not let this key %s objects: %s. Use the secret key, or run this SQL in the project:\n%s"
              .formatted(
                  words(denied),
                  denied.contains(Right.DELETE)
                      ? "what is deleted here stays in the storage for ever"
                      : "a job that is repeated cannot store its result again",
                  policies()));
    }
  }

  private void check(Bucket bucket) {
    String work = "looking for bucket " + bucket.id();
    StorageResponse record =
        storage.ask(
            work, storage.request(storage.at("bucket/" + bucket.id())).get().build(), Form.BUCKET);
    boolean mayBeMissing = StorageErrors.isBucketMissing(record);
    if (!record.isSuccess() && !mayBeMissing) {
      throw StorageErrors.of(storage.inFull(work), record);
    }
    // missing, or not visible to this key: an attempt to create it shows which
    boolean isCertain = !mayBeMissing || isCreated(bucket);
    boolean isUsable = (isCertain && storage.key().bypassesPolicies()) || allowsWork(bucket);
    if (record.isSuccess()) {
      warnAboutAccess(bucket, record.json().path("public").asBoolean(false));
      BucketTypes.findProblem(bucket, record.json()).ifPresent(Buckets::warn);
    } else if (!isCertain && isUsable) {
      warnAboutAccess(bucket, isReadWithoutKey(bucket));
    }
  }

  /** {@return whether the bucket was created, or certainly exists} */
  private boolean isCreated(Bucket bucket) {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("id", bucket.id());
    wanted.put("name", bucket.id());
    wanted.put("public", isPublicWanted());
    String work = "creating bucket " + bucket.id();
    StorageResponse created =
        storage.ask(
            work,
            storage.request(storage.at("bucket")).post(Storage.json(wanted)).build(),
            Form.NEW_BUCKET);
    if (created.isSuccess() || created.status() == 409) {
      return true;
    }
    if (created.status() != 403) {
      throw StorageErrors.of(storage.inFull(work), created);
    }
    return false;
  }

  private boolean isPublicWanted() {
    return storage.access() == FileAccess.PUBLIC;
  }

  /** {@return whether the key may add and read objects, without which nothing works} */
  private boolean allowsWork(Bucket bucket) {
    Found found = new RightsProbe(storage, bucket).run();
    if (!found.bucketExists()) {
      unusable.add("bucket '%s' is missing and this key may not create it".formatted(bucket.id()));
      remedy.append(
          "insert into storage.buckets (id, name, public) values ('%1$s', '%1$s', %2$s);\n"
              .formatted(bucket.id(), isPublicWanted()));
      // all of them will be needed there
      untried.addAll(EnumSet.allOf(Right.class));
      return false;
    }
    denied.addAll(found.missing());
    untried.addAll(found.unknown());
    if (found.missing().contains(Right.INSERT) || found.missing().contains(Right.SELECT)) {
      unusable.add(
          "bucket '%s' is there but this key may not %s objects in it"
              .formatted(bucket.id(), words(found.missing())));
      return false;
    }
    return true;
  }

  private boolean isReadWithoutKey(Bucket bucket) {
    ObjectKey probe = new RightsProbe(storage, bucket).key();
    Request request =
        new Request.Builder().url(storage.objectAt("object/public", probe)).get().build();
    StorageResponse answer =
        storage.ask("reading " + probe + " without a key", request, Form.OBJECT);
    return answer.status() != 401 && !StorageErrors.isBucketMissing(answer);
  }

  private void warnAboutAccess(Bucket bucket, boolean isPublic) {
    if (isPublic && !isPublicWanted()) {
      warn(
          ("Bucket '%s' is public: whoever has the address of an object can read it without a key."
                  + " Make it private, or set STORAGE_ACCESS=public if that is intended.")
              .formatted(bucket.id()));
    }
    if (!isPublic && isPublicWanted()) {
      warn(
          ("Bucket '%s' is private although STORAGE_ACCESS is public: the storage refuses everybody"
                  + " at the addresses of its objects. Make the bucket public, or set"
                  + " STORAGE_ACCESS=private.")
              .formatted(bucket.id()));
    }
  }

  /** {@return the SQL of the policies that are missing, and of those that may be} */
  private String policies() {
    String role = storage.key().role().orElse(ApiKey.ANON);
    return EnumSet.allOf(Right.class).stream()
        .filter(right -> denied.contains(right) || untried.contains(right))
        .map(
            right ->
                (denied.contains(right) ? "" : "-- unless it is there (could not be tried):\n")
                    + right.policy(role))
        .collect(Collectors.joining());
  }

  private static String words(Set<Right> rights) {
    return rights.stream().sorted().map(Right::word).collect(Collectors.joining(" and "));
  }

  private static void warn(String message) {
    LOG.log(System.Logger.Level.WARNING, message);
  }
}
