package dev.churn.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.churn.supabase.SupabaseSettings.Retries;
import dev.churn.supabase.SupabaseSettings.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SupabaseSettingsTest {
  @Test
  void the_key_is_not_shown() {
    var settings = SupabaseSettings.of("https://abc.supabase.co", " secret\n");

    assertThat(settings.key()).isEqualTo("secret");
    assertThat(settings.toString()).contains("https://abc.supabase.co").doesNotContain("secret");
  }

  @Test
  void a_key_that_fits_no_header_is_refused_without_being_shown() {
    for (String key : new String[] {"sec\nret", "sec ret", "sécret"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SupabaseSettings.of("https://abc.supabase.co", key))
          .withMessageContaining("Supabase key")
          .withMessageNotContaining("ret");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SupabaseSettings.of("https://abc.supabase.co", " "))
        .withMessageContaining("found nothing");
  }

  @Test
  void an_address_that_is_none_is_refused() {
    for (String url :
        new String[] {
          "abc.supabase.co",
          "ftp://abc",
          "https:///x",
          "https://u:pw@abc",
          "https://abc?a=pw",
          "pw :"
        }) {
      assertThatIllegalArgumentException()
          .as(url)
          .isThrownBy(() -> SupabaseSettings.of(url, "key"))
          .withMessageContaining("Supabase URL")
          .withMessageNotContaining("pw");
    }
  }

  @Test
  void limits_that_limit_nothing_are_refused() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeouts(second, Duration.ZERO, second, second))
        .withMessageContaining("stall");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Retries(0, second, second, second))
        .withMessageContaining("attempts");
  }
}
