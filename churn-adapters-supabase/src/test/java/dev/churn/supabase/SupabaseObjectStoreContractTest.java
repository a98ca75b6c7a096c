package dev.churn.supabase;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SupabaseObjectStoreContractTest extends ObjectStoreContract {
  @TempDir Path folder;
  private RecordedSupabaseServer server;
  private SupabaseObjectStore store;

  @Override
  protected ObjectStore emptyStore() {
    server = new RecordedSupabaseServer("/storage/v1", folder, Duration.ofMillis(300));
    store =
        new SupabaseObjectStore(SupabaseSettings.of(server.url(), RecordedSupabaseServer.SERVICE));
    store.prepare();
    return store;
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
      server.close();
    }
  }
}
