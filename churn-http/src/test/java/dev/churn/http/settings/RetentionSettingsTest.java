package dev.churn.http.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.limit.RetentionPeriods;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetentionSettingsTest {
  @Test
  void everything_is_kept_for_ever_unless_a_setting_says_otherwise() {
    assertThat(Settings.from(Map.of()).retention().periods()).isEqualTo(RetentionPeriods.forEver());
    assertThat(
            Settings.from(Map.of("KEEP_PREDICTIONS_DAYS", "400", "KEEP_AUDIT_DAYS", "3650"))
                .retention()
                .periods())
        .isEqualTo(
            new RetentionPeriods(
                Optional.of(Duration.ofDays(400)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofDays(3650))));
  }

  @Test
  void a_period_is_a_day_at_least() {
    assertThatThrownBy(
            () -> Settings.from(Map.of("KEEP_BATCHES_DAYS", "0", "KEEP_OUTCOMES_DAYS", "month")))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e ->
                assertThat(e.fieldErrors())
                    .extracting(FieldError::field)
                    .containsExactly("KEEP_BATCHES_DAYS", "KEEP_OUTCOMES_DAYS"));
  }
}
