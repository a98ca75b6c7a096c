package dev.churn.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.FieldError;
import org.junit.jupiter.api.Test;

final class FieldPathTest {
  @Test
  void values_of_the_domain_are_found_under_the_names_of_the_request() {
    assertThat(FieldPath.of(new FieldError("as_of", "x"))).isEqualTo("as_of");
    assertThat(FieldPath.of(new FieldError("events", "x"))).isEqualTo("events");
    assertThat(FieldPath.of(FieldError.ofItem("event", 3, "day", "x")))
        .isEqualTo("transactions[3].event_date");
    assertThat(FieldPath.of(FieldError.ofItem("event", 0, "amount", "x")))
        .isEqualTo("transactions[0].amount");
    assertThat(FieldPath.of(FieldError.ofItem("challenger", 1, "model", "x")))
        .isEqualTo("challengers[1].model_id");
    assertThat(FieldPath.of(FieldError.ofItem("challenger", 1, "share", "x")))
        .isEqualTo("challengers[1].share");
    assertThat(FieldPath.of(FieldError.ofItem("shadow", 2, "x"))).isEqualTo("shadows[2]");
  }
}
