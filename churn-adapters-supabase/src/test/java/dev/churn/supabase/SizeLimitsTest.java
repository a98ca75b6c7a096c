package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.supabase.RecordedObjects.StoredBucket;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Sizes that are asked for before bytes are sent. */
final class SizeLimitsTest extends WithServer {
  private static final long MIB = 1 << 20;

  @Test
  void the_limit_of_the_bucket_is_told() {
    server.objects().removeBucket("datasets");
    server.objects().createBucket("datasets", new StoredBucket(false, 50 * MIB, null));

    assertThat(store().findRefusal(key, 50 * MIB)).isEmpty();
    assertThat(store().findRefusal(key, 50 * MIB + 1))
        .hasValueSatisfying(
            why -> assertThat(why).contains("'datasets'", "52,428,800", "file_size_limit"));
  }

  @Test
  void the_limit_of_the_project_is_known_by_what_it_refuses_and_nothing_is_left() {
    assertThat(store().findRefusal(key, 524_288_000)).isEmpty();
    assertThat(server.seen("DELETE /storage/v1/upload/resumable")).hasSize(1);
    assertThat(store().findRefusal(key, 524_288_001))
        .hasValueSatisfying(why -> assertThat(why).contains("524,288,001", "upload limit"));
    assertThat(store().size(key)).isEmpty();
  }

  @Test
  void a_key_that_cannot_see_the_bucket_learns_its_limit_by_what_it_refuses() {
    server.objects().removeBucket("datasets");
    server.objects().createBucket("datasets", new StoredBucket(false, 50 * MIB, null));
    server.grantAnon(Rights.INSERT, Rights.SELECT);

    assertThat(storeOfAnon().findRefusal(key, 50 * MIB)).isEmpty();
    assertThat(storeOfAnon().findRefusal(key, 50 * MIB + 1)).isPresent();
  }

  @Test
  void a_storage_that_does_not_say_refuses_nothing() throws IOException {
    SupabaseObjectStore store = store();
    assertThat(store.size(key)).isEmpty();
    server.prepare(Mishap.of("GET /storage/v1/bucket/datasets").answers(Reply.none()));

    assertThat(store.findRefusal(key, 10_000 * MIB)).isEmpty();
  }
}
