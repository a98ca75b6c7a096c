package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ListAndDeleteTest extends WithServer {
  private static final String LIST = "POST /storage/v1/object/list-v2/";

  @Test
  void a_bucket_of_many_objects_is_listed_to_its_end() {
    RecordedObjects objects = server.objects();
    for (int i = 0; i < 2_005; i++) {
      objects.store("utils/org_1/f%04d".formatted(i), new byte[0]);
    }
    objects.store("utils/org_10/f", new byte[0]);
    objects.store("utils/ORG_1/f", new byte[0]);

    List<ObjectKey> listed = store().list(Bucket.UTILS, "org_1");
    assertThat(listed).hasSize(2_005).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    assertThat(listed.get(2_004)).isEqualTo(new ObjectKey(Bucket.UTILS, "org_1/f2004"));
    assertThat(server.seen(LIST)).hasSize(3);
    assertThat(store().list(Bucket.UTILS, "org_1/")).isEqualTo(listed);
  }

  @Test
  void names_that_this_system_cannot_give_are_left_out() {
    for (String name : List.of("a b.csv", "dir/", "x/.emptyFolderPlaceholder", "good.csv")) {
      server.objects().store("utils/" + name, new byte[0]);
    }
    assertThat(store().list(Bucket.UTILS, ""))
        .containsExactly(new ObjectKey(Bucket.UTILS, "good.csv"));
  }

  @Test
  void what_may_not_be_seen_is_not_listed() {
    server.objects().store(key.toString(), new byte[0]);

    assertThat(storeOfAnon().list(Bucket.DATASETS, "")).isEmpty();
    server.grantAnon(Rights.SELECT);
    assertThat(storeOfAnon().list(Bucket.DATASETS, "")).containsExactly(key);
  }

  @Test
  void a_listing_that_goes_round_in_circles_is_ended() {
    for (int i = 0; i < 2; i++) {
      server.prepare(
          Mishap.of(LIST)
              .answers(
                  Reply.json(
                      200, Map.of("hasNext", true, "nextCursor", "same", "objects", List.of()))));
    }
    assertThatThrownBy(() -> store().list(Bucket.UTILS, ""))
        .satisfies(error(ErrorCode.UNAVAILABLE, "new cursor"));
  }

  @Test
  void a_listing_asks_again_page_by_page() {
    server.objects().store(key.toString(), new byte[0]);
    server.prepare(Mishap.of(LIST).answers(Reply.text(500, "")));
    server.prepare(Mishap.of(LIST).losesAnswer());

    assertThat(store().list(Bucket.DATASETS, "")).containsExactly(key);
  }

  @Test
  void deleting_sends_no_body_and_no_type() {
    server.objects().store(key.toString(), new byte[3]);
    store().delete(key);

    assertThat(server.objects().find(key.toString())).isNull();
    assertThat(server.seen("DELETE").get(0).headers()).doesNotContainKeys("Content-Type");
  }

  @Test
  void a_deletion_whose_answer_is_lost_is_a_deletion() {
    server.objects().store(key.toString(), new byte[3]);
    server.prepare(Mishap.of("DELETE").losesAnswer());
    store().delete(key);

    assertThat(server.objects().find(key.toString())).isNull();
  }

  @Test
  void a_deletion_that_is_refused_is_an_error() {
    server.objects().store(key.toString(), new byte[3]);
    server.grantAnon(Rights.SELECT, Rights.INSERT);

    assertThatThrownBy(() -> storeOfAnon().delete(key))
        .satisfies(error(ErrorCode.UNAVAILABLE, "Access denied", "policies"));
    assertThat(server.objects().find(key.toString())).isNotNull();
  }
}
