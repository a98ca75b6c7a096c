package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrepareTest extends WithServer {
  @TempDir Path otherFolder;

  /** {@return a server without buckets} */
  private RecordedSupabaseServer bare(String prefix) {
    return new RecordedSupabaseServer(prefix, otherFolder, Duration.ofMillis(150));
  }

  @Test
  void missing_buckets_are_created_private_and_existing_ones_left_alone() {
    try (RecordedSupabaseServer bare = bare("/storage/v1")) {
      bare.objects().createBucket("utils", new StoredBucket(true, 77L, null));
      store(bare.url(), RecordedSupabaseServer.SERVICE).prepare();
      store(bare.url(), RecordedSupabaseServer.SERVICE).prepare();

      assertThat(bare.objects().bucket("datasets").isPublic()).isFalse();
      assertThat(bare.objects().bucket("utils").sizeLimit()).isEqualTo(77L);
      assertThat(bare.seen("POST")).hasSize(1);
    }
  }

  @Test
  void a_bucket_that_another_server_creates_meanwhile_is_as_good() {
    server.prepare(
        Mishap.of("GET /storage/v1/bucket/utils").answers(RecordedSupabaseServer.noBucket()));
    store().prepare();

    assertThat(server.seen("POST /storage/v1/bucket")).hasSize(1);
  }

  @Test
  void missing_buckets_that_may_not_be_created_are_named_with_the_sql_that_helps() {
    try (RecordedSupabaseServer bare = bare("/storage/v1")) {
      assertThatThrownBy(() -> store(bare.url(), RecordedSupabaseServer.ANON).prepare())
          .satisfies(
              error(
                  ErrorCode.UNPROCESSABLE,
                  "bucket 'datasets' is missing",
                  "bucket 'utils' is missing",
                  "SUPABASE_SERVICE_ROLE_KEY",
                  "insert into storage.buckets (id, name, public) values ('datasets', 'datasets', false);",
                  "insert into storage.buckets (id, name, public) values ('utils', 'utils', false);",
                  "on storage.objects for insert to anon",
                  "with check (bucket_id in ('datasets', 'utils'));",
                  "for select to anon",
                  "for update to anon",
                  "for delete to anon"));
    }
  }

  @Test
  void existing_buckets_that_may_not_be_used_are_told_apart_from_missing_ones() {
    assertThatThrownBy(() -> storeOfAnon().prepare())
        .satisfies(error(ErrorCode.UNPROCESSABLE, "'datasets' is there but", "for insert to anon"))
        .hasMessageNotContaining("insert into storage.buckets");
  }

  @Test
  void buckets_that_cannot_be_seen_but_used_are_good_enough() {
    server.grantAnon(Rights.INSERT, Rights.SELECT);
    storeOfAnon().prepare();

    assertThat(server.seen("/object/public/")).hasSize(2); // whether they are public
  }

  @Test
  void a_key_that_may_create_buckets_creates_them() {
    try (RecordedSupabaseServer bare = bare("/storage/v1")) {
      bare.grantAnon(Rights.CREATE_BUCKETS, Rights.INSERT, Rights.SELECT);
      store(bare.url(), RecordedSupabaseServer.ANON).prepare();

      assertThat(bare.objects().bucket("datasets").isPublic()).isFalse();
      assertThat(bare.objects().bucket("utils").isPublic()).isFalse();
    }
  }

  @Test
  void a_key_that_is_no_key_of_this_project_is_told_so() {
    for (String wrong :
        List.of(
            RecordedSupabaseServer.WRONG_SIGNATURE,
            RecordedSupabaseServer.EXPIRED,
            "sb_secret_x")) {
      assertThatThrownBy(() -> store(server.url(), wrong).prepare())
          .as(wrong)
          .satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_SERVICE_ROLE_KEY", "SUPABASE_ANON_KEY"))
          .hasMessageNotContaining(wrong);
    }
  }

  @Test
  void a_key_that_the_database_does_not_know_ends_after_a_few_attempts() {
    assertThatThrownBy(() -> store(server.url(), RecordedSupabaseServer.UNKNOWN_ROLE).prepare())
        .satisfies(error(ErrorCode.UNAVAILABLE, "database error, code: 22023"));
    assertThat(server.seen("GET")).hasSize(FEW.attempts());
  }

  @Test
  void the_url_may_be_given_with_or_without_prefix_and_slash() {
    String root = server.url().replace("/storage/v1", "");
    for (String url : List.of(root, root + "/", server.url(), server.url() + "/")) {
      SupabaseObjectStore store = store(url, RecordedSupabaseServer.SERVICE);
      store.prepare();
      store.put(key, content(bytes(10)), "text/csv");

      assertThat(store.size(key)).as(url).hasValue(10);
      assertThat(store.url(key)).isEqualTo(root + "/storage/v1/object/public/" + key);
      store.delete(key);
    }
  }

  @Test
  void a_server_without_a_gateway_is_recognized() {
    try (RecordedSupabaseServer bare = bare("")) {
      for (String url : List.of(bare.url(), bare.url() + "/")) {
        SupabaseObjectStore store = store(url, RecordedSupabaseServer.SERVICE);
        store.prepare();
        store.put(key, content(bytes(7_000_000)), "text/csv");

        assertThat(store.size(key)).as(url).hasValue(7_000_000);
      }
    }
  }

  @Test
  void an_address_without_supabase_is_told_so() {
    HttpTestServer other = new HttpTestServer(request -> Reply.text(404, "<html>no</html>"));
    HttpTestServer shop = new HttpTestServer(request -> Reply.text(200, "<html>welcome</html>"));
    HttpTestServer elsewhere =
        new HttpTestServer(request -> Reply.text(302, "").with("Location", other.url() + "/x"));
    try {
      SupabaseObjectStore store = store(other.url(), RecordedSupabaseServer.SERVICE);
      assertThatThrownBy(store::prepare).satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_URL"));
      assertThatThrownBy(() -> store(other.url() + "/storage/v1", "k").size(key))
          .satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_URL"));
      assertThatThrownBy(() -> store(shop.url(), "k").size(key))
          .satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_URL"));
      other.forgetSeen();
      assertThatThrownBy(() -> store(elsewhere.url(), "k").prepare())
          .satisfies(error(ErrorCode.UNAVAILABLE, "SUPABASE_URL", "302"));
      assertThat(other.seen()).isEmpty();
    } finally {
      other.close();
      shop.close();
      elsewhere.close();
    }
  }
}
