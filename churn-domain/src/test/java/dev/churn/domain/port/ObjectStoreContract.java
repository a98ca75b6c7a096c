package dev.churn.domain.port;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} keeps. */
public abstract class ObjectStoreContract {
  private final OrganizationId organization = new OrganizationId(UUID.randomUUID());
  private final ObjectKey key = ObjectKey.raw(organization, UUID.randomUUID(), "csv");

  /** {@return a prepared store without objects} */
  protected abstract ObjectStore emptyStore();

  /** {@return whether the storage tells when objects were stored} */
  protected boolean knowsTimes() {
    return true;
  }

  @Test
  void objects_are_inspected_with_their_sizes_and_times() {
    var store = emptyStore();
    Instant before = Instant.now();
    store.put(key, Content.of(new byte[1_234]), "text/csv");
    store.put(ObjectKey.model(organization, UUID.randomUUID()), Content.of(new byte[5]), "a/b");

    List<ListedObject> found = store.inspect(Bucket.DATASETS);
    assertThat(found).hasSize(knowsTimes() ? 1 : 0);
    for (ListedObject object : found) {
      assertThat(object.key()).isEqualTo(key);
      assertThat(object.size()).isEqualTo(1_234);
      assertThat(object.storedAt()).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
    }
  }

  @Test
  void an_object_comes_back_byte_for_byte() throws IOException {
    var store = emptyStore();
    byte[] bytes = randomBytes(100_000);
    store.put(key, Content.of(bytes), "text/csv");

    assertThat(read(store, key)).isEqualTo(bytes);
    assertThat(store.size(key)).hasValue(100_000);
  }

  @Test
  void a_large_object_comes_back_byte_for_byte() throws IOException {
    var store = emptyStore();
    byte[] bytes = randomBytes(13 * 1024 * 1024 + 17);
    store.put(key, Content.of(bytes), "text/csv");

    assertThat(read(store, key)).isEqualTo(bytes);
  }

  @Test
  void an_empty_object_is_an_object() throws IOException {
    var store = emptyStore();
    store.put(key, Content.of(new byte[0]), "text/csv");

    assertThat(read(store, key)).isEmpty();
    assertThat(store.size(key)).hasValue(0);
  }

  @Test
  void a_second_put_replaces_the_first() throws IOException {
    var store = emptyStore();
    store.put(key, Content.of(randomBytes(7_000_000)), "text/csv");
    store.put(key, Content.of("small".getBytes(UTF_8)), "text/csv");
    assertThat(read(store, key)).asString(UTF_8).isEqualTo("small");

    byte[] large = randomBytes(7_000_000);
    store.put(key, Content.of(large), "text/csv");
    assertThat(read(store, key)).isEqualTo(large);
  }

  @Test
  void a_missing_object_is_not_found() {
    var store = emptyStore();

    assertThat(store.size(key)).isEmpty();
    assertThatThrownBy(() -> store.open(key).close())
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_deleted_object_is_gone_and_can_be_deleted_again() {
    var store = emptyStore();
    store.put(key, Content.of(randomBytes(10)), "text/csv");
    store.delete(key);
    store.delete(key);

    assertThat(store.size(key)).isEmpty();
  }

  @Test
  void a_list_holds_all_depths_of_a_folder_and_nothing_beside_it() {
    var store = emptyStore();
    var deep = new ObjectKey(Bucket.UTILS, "org_a/models/deep/m.model");
    var flat = new ObjectKey(Bucket.UTILS, "org_a/features.csv");
    var neighbor = new ObjectKey(Bucket.UTILS, "org_ab/features.csv");
    var otherBucket = new ObjectKey(Bucket.DATASETS, "org_a/features.csv");
    for (ObjectKey each : new ObjectKey[] {deep, flat, neighbor, otherBucket}) {
      store.put(each, Content.of(randomBytes(3)), "text/csv");
    }

    assertThat(store.list(Bucket.UTILS, "org_a")).containsExactly(flat, deep);
    assertThat(store.list(Bucket.UTILS, "")).containsExactly(flat, deep, neighbor);
    assertThat(store.list(Bucket.UTILS, "org_c")).isEmpty();
  }

  @Test
  void a_put_whose_content_breaks_leaves_what_was_there() throws IOException {
    var store = emptyStore();
    store.put(key, Content.of("old".getBytes(UTF_8)), "text/csv");

    assertThatThrownBy(() -> store.put(key, breaking(500_000, 200_000), "text/csv"))
        .isInstanceOf(ChurnException.class);
    assertThat(read(store, key)).asString(UTF_8).isEqualTo("old");
  }

  @Test
  void preparing_again_harms_nothing() throws IOException {
    var store = emptyStore();
    store.put(key, Content.of("kept".getBytes(UTF_8)), "text/csv");
    store.prepare();

    assertThat(read(store, key)).asString(UTF_8).isEqualTo("kept");
  }

  @Test
  void a_prepared_store_is_ready() {
    emptyStore().requireReady();
  }

  @Test
  void a_small_object_is_refused_by_nobody() {
    assertThat(emptyStore().findRefusal(key, 1_000)).isEmpty();
  }

  @Test
  void a_url_ends_in_bucket_and_path() {
    assertThat(emptyStore().url(key)).endsWith("datasets/" + key.path());
  }

  /** Content that promises more bytes than it can give. */
  private static Content breaking(int size, int breaksAt) {
    return new Content() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() {
        return new FilterInputStream(new ByteArrayInputStream(new byte[breaksAt])) {
          @Override
          public int read() throws IOException {
            return atLeastOne(super.read());
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return atLeastOne(super.read(buffer, offset, length));
          }

          private int atLeastOne(int read) throws IOException {
            if (read < 0) {
              throw new IOException("the disk broke");
            }
            return read;
          }
        };
      }
    };
  }

  private static byte[] read(ObjectStore store, ObjectKey key) throws IOException {
    try (InputStream in = store.open(key)) {
      return in.readAllBytes();
    }
  }

  private static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
