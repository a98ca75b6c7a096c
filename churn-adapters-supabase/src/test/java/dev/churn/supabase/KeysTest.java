package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of either kind, through a gateway and without one. */
final class KeysTest extends WithServer {
  @TempDir Path behind;
  private RecordedSupabaseServer bare;
  private Gateway gateway;

  @BeforeEach
  void startGateway() {
    bare = new RecordedSupabaseServer("", behind, Duration.ofMillis(150));
    gateway = new Gateway(bare.url());
  }

  @AfterEach
  void stopGateway() {
    gateway.close();
    bare.close();
  }

  @Test
  void a_large_object_goes_resumably_through_the_gateway_with_every_key() throws IOException {
    store(gateway.url(), Gateway.SECRET).prepare();
    bare.grantAnon(Rights.INSERT, Rights.SELECT, Rights.UPDATE, Rights.DELETE);
    byte[] content = bytes(6_700_000);
    for (String secret :
        List.of(
            Gateway.SECRET,
            Gateway.PUBLISHABLE,
            RecordedSupabaseServer.SERVICE,
            RecordedSupabaseServer.ANON)) {
      SupabaseObjectStore store = store(gateway.url(), secret);
      store.prepare();
      bare.forgetRequests();
      store.put(key, content(content), "text/csv");

      assertThat(bare.seen("PATCH /upload/resumable")).as(secret).hasSize(2);
      assertThat(read(store, key)).as(secret).isEqualTo(content);
      store.delete(key);
      assertThat(store.size(key)).as(secret).isEmpty();
    }
    assertThat(gateway.refusals()).isEmpty();
  }

  @Test
  void a_jwt_goes_into_both_headers_and_another_key_into_one() {
    store(gateway.url(), RecordedSupabaseServer.SERVICE).size(key);
    assertThat(gateway.seen())
        .isNotEmpty()
        .allMatch(r -> r.header("apikey").equals(RecordedSupabaseServer.SERVICE))
        .allMatch(r -> r.header("Authorization").equals("Bearer " + RecordedSupabaseServer.SERVICE));

    int before = gateway.seen().size();
    store(gateway.url(), Gateway.PUBLISHABLE).size(key);
    assertThat(gateway.seen().subList(before, gateway.seen().size()))
        .isNotEmpty()
        .allMatch(r -> r.header("apikey").equals(Gateway.PUBLISHABLE))
        .noneMatch(r -> r.headers().containsKey("Authorization"));
  }

  @Test
  void a_server_without_a_gateway_is_told_to_take_jwt_keys_only() {
    for (String opaque : List.of(Gateway.SECRET, Gateway.PUBLISHABLE)) {
      assertThatThrownBy(() -> store(bare.url(), opaque).prepare())
          .satisfies(
              error(
                  ErrorCode.UNAVAILABLE,
                  "without an API gateway",
                  "JWT keys only",
                  "SUPABASE_URL",
                  "service_role"))
          .hasMessageNotContaining(opaque);
    }
    assertThatThrownBy(() -> store(bare.url(), "not-a-key-of-any-kind").prepare())
        .satisfies(error(ErrorCode.UNAVAILABLE, "Invalid Compact JWS", "JWT keys only"));
  }

  @Test
  void a_key_that_the_gateway_does_not_know_is_named_by_its_settings() {
    assertThatThrownBy(() -> store(gateway.url(), "sb_secret_of_another_project").prepare())
        .satisfies(
            error(
                ErrorCode.UNAVAILABLE,
                "Invalid API key",
                "SUPABASE_SECRET_KEY",
                "SUPABASE_PUBLISHABLE_KEY",
                "SUPABASE_SERVICE_ROLE_KEY"))
        .hasMessageNotContaining("sb_secret_of_another_project");
  }

  @Test
  void a_key_tells_its_role() {
    assertThat(new ApiKey(Gateway.SECRET).bypassesPolicies()).isTrue();
    assertThat(new ApiKey(RecordedSupabaseServer.SERVICE).bypassesPolicies()).isTrue();
    assertThat(new ApiKey(Gateway.PUBLISHABLE).isPublishable()).isTrue();
    assertThat(new ApiKey(RecordedSupabaseServer.ANON).isPublishable()).isTrue();
    assertThat(new ApiKey(RecordedSupabaseServer.UNKNOWN_ROLE).role()).contains("unknown");
    for (String none : List.of("x", "a.b.c", "a.%%.c", "..", "sb_", "a.bm90IGpzb24.c")) {
      assertThat(new ApiKey(none).role()).as(none).isEmpty();
    }
  }
}
