package dev.churn.supabase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Ensures that the buckets exist and can be used. */
final class Buckets {
  private static final System.Logger LOG = System.getLogger(Buckets.class.getName());
  private static final String POLICIES =
      """
      create policy "churn adds" on storage.objects for insert to anon
        with check (bucket_id in ('datasets', 'utils'));
      create policy "churn reads" on storage.objects for select to anon
        using (bucket_id in ('datasets', 'utils'));
      create policy "churn replaces" on storage.objects for update to anon
        using (bucket_id in ('datasets', 'utils')) with check (bucket_id in ('datasets', 'utils'));
      create policy "churn deletes" on storage.objects for delete to anon
        using (bucket_id in ('datasets', 'utils'));
      """;

  private final Storage storage;

  Buckets(Storage storage) {
    this.storage = storage;
  }

  /**
   * Creates the missing buckets as private buckets.
   *
   * @throws ChurnException with {@code UNPROCESSABLE} that names all unusable buckets and the SQL
   *     that would make them usable
   */
  void prepare() {
    List<String> found = new ArrayList<>();
    StringBuilder remedy = new StringBuilder();
    for (Bucket bucket : Bucket.values()) {
      check(bucket)
          .ifPresent(
              problem -> {
                found.add("bucket '" + bucket.id() + "' " + problem.found());
                remedy.append(problem.remedy());
              });
    }
    if (!found.isEmpty()) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "%s: %s. Use the service-role key (SUPABASE_SERVICE_ROLE_KEY), or run this SQL in the project:\n%s%s"
              .formatted(
                  storage.inFull("preparing the buckets"),
                  String.join("; ", found),
                  remedy,
                  POLICIES));
    }
  }

  private Optional<Problem> check(Bucket bucket) {
    String work = "looking for bucket " + bucket.id();
    StorageResponse record =
        storage.ask(work, storage.request(storage.at("bucket/" + bucket.id())).get().build());
    if (record.isSuccess()) {
      if (record.json().path("public").asBoolean(false)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "Bucket {0} is public: whoever has the address of an object can read it without a key.",
            bucket.id());
      }
      return Optional.empty();
    }
    if (!StorageErrors.isBucketMissing(record)) {
      throw StorageErrors.of(storage.inFull(work), record);
    }
    // missing, or not visible to this key: an attempt to create it shows which
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("id", bucket.id());
    wanted.put("name", bucket.id());
    wanted.put("public", false);
    work = "creating bucket " + bucket.id();
    StorageResponse created =
        storage.ask(work, storage.request(storage.at("bucket")).post(Storage.json(wanted)).build());
    if (created.isSuccess() || created.status() == 409) {
      return Optional.empty();
    }
    if (created.status() != 403) {
      throw StorageErrors.of(storage.inFull(work), created);
    }
    return tryOut(bucket);
  }

  /**
   * Checks by an upload whether a bucket can be used. A key without rights on buckets may not
   * create even one that exists. When it starts an upload, however, the server answers "bucket not
   * found" for a missing bucket, and for an existing one whether the key may add objects, which is
   * what matters.
   */
  private Optional<Problem> tryOut(Bucket bucket) {
    ObjectKey key =
        new ObjectKey(bucket, "org_%s/raw/%s.csv".formatted(new UUID(0, 0), UUID.randomUUID()));
    String work = "trying out bucket " + bucket.id();
    RetryBudget patience = storage.patience(work);
    while (true) {
      TransientFailure fault;
      // one byte that is never sent: an empty object would be created at once
      try (Upload upload = new Upload(key, Content.of(new byte[1]), "text/csv")) {
        StorageResponse answer = new ResumableUploads(storage).tryOut(upload);
        if (answer.isSuccess()) {
          return Optional.empty();
        }
        if (StorageErrors.isBucketMissing(answer)) {
          return Optional.of(
              new Problem(
                  "is missing and this key may not create it",
                  "insert into storage.buckets (id, name, public) values ('%1$s', '%1$s', false);\n"
                      .formatted(bucket.id())));
        }
        if (answer.status() == 403) {
          return Optional.of(new Problem("is there but this key may not add objects to it", ""));
        }
        if (!answer.isTransient()) {
          throw StorageErrors.of(storage.inFull(work), answer);
        }
        fault = TransientFailure.of(answer);
      } catch (IOException e) {
        fault = TransientFailure.of(e);
      }
      patience.pauseOrGiveUpAfter(fault);
    }
  }

  /** The reason why a bucket cannot be used, and the SQL that fixes this bucket. */
  private record Problem(String found, String remedy) {}
}
