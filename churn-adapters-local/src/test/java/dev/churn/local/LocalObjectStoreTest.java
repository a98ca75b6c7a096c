package dev.churn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest extends ObjectStoreContract {
  private static final ObjectKey KEY = new ObjectKey(Bucket.DATASETS, "org_a/raw/x.csv");

  @TempDir private Path root;

  @Override
  protected ObjectStore emptyStore() {
    var store = new LocalObjectStore(root.resolve("objects"), "http://127.0.0.1:5000/");
    store.prepare();
    return store;
  }

  @Test
  void an_object_is_a_file_with_a_url_of_this_server() {
    var store = emptyStore();
    store.put(KEY, Content.of("a".getBytes(UTF_8)), "text/csv");

    assertThat(root.resolve("objects/datasets/org_a/raw/x.csv")).hasContent("a");
    assertThat(store.url(KEY))
        .isEqualTo("http://127.0.0.1:5000/storage/v1/object/public/datasets/org_a/raw/x.csv");
    assertThat(store.displayName()).isEqualTo("local storage");
  }

  @Test
  void nothing_is_gone_only_because_its_file_system_is() throws IOException {
    var store = emptyStore();
    store.put(KEY, Content.of("a".getBytes(UTF_8)), "text/csv");
    Files.move(root.resolve("objects"), root.resolve("elsewhere"));

    assertThatThrownBy(() -> store.delete(KEY))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThatThrownBy(() -> store.open(KEY))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThatThrownBy(() -> store.size(KEY))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThatThrownBy(() -> store.list(Bucket.DATASETS, "org_a"))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    Files.move(root.resolve("elsewhere"), root.resolve("objects"));
    store.delete(KEY);
    assertThat(store.list(Bucket.DATASETS, "")).isEmpty();
  }

  @Test
  void a_folder_that_was_removed_is_not_ready() throws IOException {
    var store = emptyStore();
    Files.delete(root.resolve("objects/utils"));

    assertThatThrownBy(store::requireReady)
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("'utils'")
        .hasMessageNotContaining(root.toString());
  }

  @Test
  void a_finished_file_is_kept_without_a_copy() throws IOException {
    var store = emptyStore();
    Path file = Files.writeString(root.resolve("finished.csv"), "a");
    Path object = root.resolve("objects/datasets/org_a/raw/x.csv");

    store.put(KEY, Content.ofFinished(file), "text/csv");
    assertThat(Files.isSameFile(object, file)).isTrue();

    Files.delete(file);
    assertThat(object).hasContent("a");
  }

  @Test
  void a_file_that_may_change_is_copied() throws IOException {
    var store = emptyStore();
    Path file = Files.writeString(root.resolve("draft.csv"), "a");

    store.put(KEY, Content.of(file), "text/csv");
    Files.writeString(file, "b");

    assertThat(root.resolve("objects/datasets/org_a/raw/x.csv")).hasContent("a");
  }

  @Test
  void a_finished_file_of_another_file_system_is_copied() throws IOException {
    Path memory = Path.of("/dev/shm");
    assumeTrue(
        Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(root)),
        "needs a second file system");
    var store = emptyStore();
    Path file = Files.createTempFile(memory, "finished-", ".csv");
    try {
      Files.writeString(file, "a");
      store.put(KEY, Content.ofFinished(file), "text/csv");
    } finally {
      Files.delete(file);
    }

    assertThat(root.resolve("objects/datasets/org_a/raw/x.csv")).hasContent("a");
  }

  @Test
  void a_link_out_of_the_root_is_not_followed() throws IOException {
    var store = emptyStore();
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("secret.csv"), "secret");
    Files.createSymbolicLink(root.resolve("objects/datasets/org_a"), outside);
    var leading = new ObjectKey(Bucket.DATASETS, "org_a/secret.csv");

    assertThatThrownBy(() -> store.open(leading).close()).satisfies(this::isCorrupt);
    assertThatThrownBy(() -> store.size(leading)).satisfies(this::isCorrupt);
    assertThatThrownBy(() -> store.delete(leading)).satisfies(this::isCorrupt);
    assertThatThrownBy(() -> store.put(leading, Content.of(new byte[1]), "text/csv"))
        .satisfies(this::isCorrupt);
    assertThat(store.list(Bucket.DATASETS, "")).isEmpty();
    assertThat(outside.resolve("secret.csv")).hasContent("secret");
  }

  @Test
  void a_file_that_can_be_no_object_is_not_listed() throws IOException {
    var store = emptyStore();
    store.put(KEY, Content.of(new byte[1]), "text/csv");
    Files.writeString(root.resolve("objects/datasets/org_a/a note.txt"), "by hand");

    assertThat(store.list(Bucket.DATASETS, "")).containsExactly(KEY);
  }

  private void isCorrupt(Throwable thrown) {
    assertThat(((ChurnException) thrown).code()).isEqualTo(ErrorCode.CORRUPT);
  }

  @Test
  void leftovers_of_the_dead_are_removed_and_those_of_the_living_kept() throws Exception {
    Path temporary = Files.createDirectories(root.resolve("objects/.tmp"));
    try (ProcessLock living = ProcessLock.enter(temporary)) {
      Path ours = Files.createFile(temporary.resolve(living.name() + ".1.tmp"));
      Path theirs = Files.createFile(temporary.resolve("4711-1-dead.1.tmp"));
      Path theirLock = Files.createFile(temporary.resolve("4711-1-dead.lock"));
      emptyStore();

      assertThat(ours).exists();
      assertThat(theirs).doesNotExist();
      assertThat(theirLock).doesNotExist();
    }
  }

  @Test
  void a_failed_write_leaves_no_temporary_file() throws IOException {
    var store = emptyStore();
    Content lying =
        new Content() {
          @Override
          public long size() {
            return 5;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[4]);
          }
        };

    assertThatThrownBy(() -> store.put(KEY, lying, "text/csv"))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .cause()
        .hasMessageContaining("expected 5 bytes, found 4");
    assertThat(store.size(KEY)).isEmpty();
    try (Stream<Path> left = Files.list(root.resolve("objects/.tmp"))) {
      assertThat(left).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
  }

  @Test
  void a_reader_sees_one_version_while_others_replace_it() throws Exception {
    var store = emptyStore();
    byte[] ones = filled(1);
    byte[] twos = filled(2);
    store.put(KEY, Content.of(ones), "text/csv");
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing =
          writer.submit(
              () -> {
                for (int i = 0; i < 20; i++) {
                  store.put(KEY, Content.of(i % 2 == 0 ? twos : ones), "text/csv");
                }
              });
      while (!writing.isDone()) {
        try (InputStream in = store.open(KEY)) {
          byte[] read = in.readAllBytes();
          assertThat(List.of(1, 2)).contains((int) read[0]);
          assertThat(Arrays.equals(read, read[0] == 1 ? ones : twos)).isTrue();
        }
      }
      writing.get(30, TimeUnit.SECONDS);
    } finally {
      writer.shutdownNow();
    }
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[3_000_000];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
