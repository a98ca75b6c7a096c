package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.FileAccess;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the start says about a key that policies apply to, and about buckets. */
final class PoliciesTest extends WithServer {
  private static final Set<Rights> ALL =
      EnumSet.of(Rights.INSERT, Rights.SELECT, Rights.UPDATE, Rights.DELETE);

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Logger log = Logger.getLogger(Buckets.class.getName());
  private final Handler collector =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          warnings.add(record.getMessage());
        }

        @Override
        public void flush() {
          // nothing is buffered
        }

        @Override
        public void close() {
          // nothing is open
        }
      };

  @BeforeEach
  void listen() {
    log.addHandler(collector);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    log.removeHandler(collector);
    log.setUseParentHandlers(true);
  }

  private void grantAllBut(Rights... missing) {
    Set<Rights> rights = EnumSet.copyOf(ALL);
    rights.removeAll(Set.of(missing));
    server.grantAnon(Set.of("datasets", "utils"), rights);
  }

  @Test
  void a_key_with_all_rights_is_tried_out_and_leaves_nothing() {
    grantAllBut();
    storeOfAnon().prepare();

    assertThat(server.objects().below("datasets", "")).isEmpty();
    assertThat(server.objects().below("utils", "")).isEmpty();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains("publishable (anon)", "files of all organizations", "SUPABASE_SECRET_KEY");
  }

  @Test
  void the_secret_key_is_neither_tried_out_nor_warned_about() {
    store().prepare();

    assertThat(warnings).isEmpty();
    assertThat(server.seen("POST")).isEmpty();
  }

  @Test
  void a_missing_policy_to_add_or_read_refuses_the_start_with_its_sql() {
    grantAllBut(Rights.INSERT);
    assertThatThrownBy(() -> storeOfAnon().prepare())
        .satisfies(
            error(
                ErrorCode.UNPROCESSABLE,
                "'datasets' is there but this key may not insert objects",
                "\ncreate policy \"churn adds\" on storage.objects for insert to anon"));

    grantAllBut(Rights.SELECT);
    assertThatThrownBy(() -> storeOfAnon().prepare())
        .satisfies(
            error(
                ErrorCode.UNPROCESSABLE,
                "'utils' is there but this key may not select objects",
                "\ncreate policy \"churn reads\" on storage.objects for select to anon",
                "-- unless it is there (could not be tried):\n"
                    + "create policy \"churn deletes\""))
        .hasMessageNotContaining("churn adds");
  }

  @Test
  void a_missing_policy_to_replace_or_delete_is_warned_about_with_its_sql() {
    grantAllBut(Rights.DELETE);
    storeOfAnon().prepare();
    storeOfAnon().prepare();
    assertThat(warnings.get(1))
        .contains("delete objects", "stays in the storage", "for delete to anon")
        .doesNotContain("churn adds", "churn replaces");
    assertThat(server.objects().below("datasets", "")).as("the same one again").hasSize(1);

    warnings.clear();
    grantAllBut(Rights.UPDATE);
    storeOfAnon().prepare();
    assertThat(warnings.get(1))
        .contains("update objects", "for update to anon", "with check")
        .doesNotContain("churn deletes");
  }

  @Test
  void a_key_that_sees_the_buckets_is_tried_out_too() {
    server.grantAnon(Rights.SEE_BUCKETS, Rights.INSERT);

    assertThatThrownBy(() -> storeOfAnon().prepare())
        .satisfies(error(ErrorCode.UNPROCESSABLE, "may not select objects"));
  }

  @Test
  void a_right_that_only_a_public_bucket_seems_to_give_is_missing_all_the_same() {
    for (String bucket : List.of("datasets", "utils")) {
      server.objects().removeBucket(bucket);
      server.objects().createBucket(bucket, StoredBucket.open(true));
    }
    grantAllBut(Rights.SELECT);

    assertThatThrownBy(() -> storeOfAnon().prepare())
        .satisfies(error(ErrorCode.UNPROCESSABLE, "may not select objects"));
  }

  @Test
  void buckets_that_are_not_as_the_settings_say_are_warned_about() {
    server.objects().removeBucket("utils");
    server.objects().createBucket("utils", StoredBucket.open(true));
    store().prepare();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("'utils' is public", "STORAGE_ACCESS=public");

    warnings.clear();
    storeWith(RecordedSupabaseServer.SERVICE).prepare();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("'datasets' is private", "STORAGE_ACCESS=private");

    warnings.clear();
    grantAllBut(); // but not to see buckets
    storeWith(RecordedSupabaseServer.ANON).prepare();
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).contains("'datasets' is private", "STORAGE_ACCESS=private");
  }

  @Test
  void missing_buckets_are_created_public_if_the_settings_say_so() {
    server.objects().removeBucket("datasets");
    storeWith(RecordedSupabaseServer.SERVICE).prepare();

    assertThat(server.objects().bucket("datasets").isPublic()).isTrue();
    assertThat(warnings).hasSize(1); // about the other one
  }

  @Test
  void media_types_that_a_bucket_refuses_are_warned_about() {
    server.objects().removeBucket("utils");
    server.objects().createBucket("utils", new StoredBucket(false, null, List.of("text/*")));
    store().prepare();

    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0))
        .contains("'utils'", "application/gzip and application/octet-stream", "allowed_mime_types");
  }

  @Test
  void every_type_of_an_uploaded_file_must_be_allowed() {
    server.objects().removeBucket("datasets");
    server
        .objects()
        .createBucket(
            "datasets",
            new StoredBucket(
                true, null, List.of("text/csv", "application/gzip", "application/zip")));
    store().prepare();

    assertThat(warnings).filteredOn(warning -> warning.contains("allowed_mime_types")).hasSize(1);
    assertThat(String.join(" ", warnings))
        .contains("spreadsheetml.sheet and application/x-ndjson and application/json:")
        .doesNotContain("application/zip and");
  }

  private SupabaseObjectStore storeWith(String secret) {
    return new SupabaseObjectStore(
        SupabaseSettings.of(server.url(), secret).with(FEW).with(FileAccess.PUBLIC));
  }
}
