package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class FieldErrorTest {
  @Test
  void the_place_of_a_value_is_told_in_words() {
    assertThat(new FieldError("as_of", "x").place()).isEqualTo("as_of");
    assertThat(FieldError.ofItem("shadow", 0, "x").place()).isEqualTo("shadow 0");
    assertThat(FieldError.ofItem("event", 3, "day", "x").place()).isEqualTo("event 3, day");
  }

  @Test
  void a_place_that_cannot_be_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> FieldError.ofItem("event", -1, "x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FieldError("event", OptionalInt.empty(), Optional.of("day"), "x"));
  }
}
