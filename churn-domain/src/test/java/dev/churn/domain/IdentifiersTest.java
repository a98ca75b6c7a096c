package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
  /** The time is that of the example of RFC 9562, A.6. */
  @Test
  void time_ordered_ids_are_of_version_7_and_ascend() {
    Instant time = Instant.parse("2022-02-22T19:22:22Z");
    UUID id = Identifiers.timeOrdered(time);

    assertThat(id.toString()).startsWith("017f22e2-79b0-7");
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(Identifiers.timeOrdered(time)).isNotEqualTo(id);
    assertThat(Identifiers.timeOrdered(time.plusMillis(1)).toString()).isGreaterThan(id.toString());
  }

  @Test
  void the_canonical_form_is_read() {
    assertThat(Identifiers.parseUuid("id", "123e4567-e89b-12d3-a456-426614174000"))
        .hasToString("123e4567-e89b-12d3-a456-426614174000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-2-3-4-5",
        "not-a-uuid",
        "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567e89b12d3a456426614174000",
        "123e4567-e89b-12d3-a456-426614174000 ",
        "123e45678-e89b-12d3-a456-26614174000"
      })
  void anything_else_is_refused_with_what_was_found(String text) {
    assertThatThrownBy(() -> Identifiers.parseUuid("dataset id", text))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("dataset id")
        .hasMessageContaining("'" + text + "'");
  }
}
