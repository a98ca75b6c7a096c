package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.ObjectStoreContract;
import dev.churn.supabase.HttpTestServer.Incoming;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract through a gateway that takes keys of today, and takes them in one header only. */
final class GatewayContractTest extends ObjectStoreContract {
  @TempDir Path folder;
  private RecordedSupabaseServer server;
  private Gateway gateway;
  private SupabaseObjectStore store;

  @Override
  protected ObjectStore emptyStore() {
    server = new RecordedSupabaseServer("", folder, Duration.ofMillis(300));
    gateway = new Gateway(server.url());
    store = new SupabaseObjectStore(SupabaseSettings.of(gateway.url(), Gateway.SECRET));
    store.prepare();
    return store;
  }

  @AfterEach
  void close() {
    if (store == null) {
      return;
    }
    store.close();
    gateway.close();
    server.close();
    assertThat(gateway.refusals()).isEmpty();
    assertThat(gateway.seen())
        .allMatch(request -> request.header("apikey").equals(Gateway.SECRET))
        .noneMatch(request -> request.headers().containsKey("Authorization"));
    assertThat(gateway.seen())
        .extracting(Incoming::toString)
        .allMatch(request -> request.contains(" /storage/v1/"));
  }
}
