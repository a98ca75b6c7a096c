package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PluralTest {
  @Test
  void one_thing_is_no_plural() {
    assertThat(Plural.of(1, "day")).isEqualTo("1 day");
    assertThat(Plural.of(0, "day")).isEqualTo("0 days");
    assertThat(Plural.of(2, "day")).isEqualTo("2 days");
    assertThat(Plural.part(1, 1, "row")).isEqualTo("1 of 1 row");
    assertThat(Plural.part(1, 3, "row")).isEqualTo("1 of 3 rows");
    assertThat(Plural.verb(1, "was", "were")).isEqualTo("was");
    assertThat(Plural.verb(0, "was", "were")).isEqualTo("were");
  }
}
