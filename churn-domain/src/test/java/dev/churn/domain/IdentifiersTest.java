package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {
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
