package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.supabase.RecordedObjects.StoredBucket;
import dev.churn.supabase.SupabaseSettings.Retries;
import dev.churn.supabase.SupabaseSettings.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A recorded server with private buckets, and stores that lose patience with it quickly. */
abstract class WithServer {
  static final Timeouts QUICK =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(6),
          Duration.ofSeconds(5));
  static final Retries FEW =
      new Retries(4, Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(5));

  final ObjectKey key = ObjectKey.raw(new OrganizationId(new UUID(1, 1)), new UUID(2, 2), "csv");

  @TempDir Path folder;
  private final List<SupabaseObjectStore> stores = new ArrayList<>();
  RecordedSupabaseServer server;

  @BeforeEach
  void startServer() {
    server = new RecordedSupabaseServer("/storage/v1", folder, Duration.ofMillis(150));
    server.objects().createBucket("datasets", StoredBucket.open(false));
    server.objects().createBucket("utils", StoredBucket.open(false));
  }

  @AfterEach
  void stopServer() {
    stores.forEach(SupabaseObjectStore::close);
    server.close();
    assertThat(server.pendingMishaps()).as("mishaps that never happened").isEmpty();
  }

  SupabaseObjectStore store() {
    return store(server.url(), RecordedSupabaseServer.SERVICE);
  }

  SupabaseObjectStore storeOfAnon() {
    return store(server.url(), RecordedSupabaseServer.ANON);
  }

  SupabaseObjectStore store(String url, String secret) {
    SupabaseObjectStore store =
        new SupabaseObjectStore(SupabaseSettings.of(url, secret).with(QUICK).with(FEW));
    stores.add(store);
    return store;
  }

  /** {@return the bytes that the server has of an object} */
  byte[] stored(ObjectKey of) throws IOException {
    return Files.readAllBytes(server.objects().find(of.toString()).bytes());
  }

  static byte[] read(SupabaseObjectStore store, ObjectKey key) throws IOException {
    try (InputStream in = store.open(key)) {
      return in.readAllBytes();
    }
  }

  static Content content(byte[] bytes) {
    return Content.of(bytes);
  }

  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  /** Fails unless it is a ChurnException of this code whose message has all of these and no key. */
  static Consumer<Throwable> error(ErrorCode code, String... words) {
    return thrown -> {
      assertThat(thrown).isInstanceOf(ChurnException.class);
      assertThat(((ChurnException) thrown).code()).as(thrown.getMessage()).isEqualTo(code);
      for (String word : words) {
        assertThat(thrown.getMessage()).contains(word);
      }
      for (Throwable each = thrown; each != null; each = each.getCause()) {
        assertThat(each.toString())
            .doesNotContain(RecordedSupabaseServer.SERVICE, RecordedSupabaseServer.ANON)
            .doesNotContain(RecordedSupabaseServer.WRONG_SIGNATURE);
      }
    };
  }
}
