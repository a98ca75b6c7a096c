package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"\ud800x", "x\udc00", "\udc00\ud800", "\ud800", "😀\ud83d"})
  void half_of_a_character_is_found(String text) {
    assertThat(PlainText.hasUnpairedSurrogate(text)).isTrue();
    assertThat(PlainText.is(text)).isFalse();
    assertThat(PlainText.problemWithinCustomerId(text))
        .contains("expected a customer id without unpaired surrogates");
  }

  @Test
  void whole_characters_are_plain() {
    assertThat(PlainText.hasUnpairedSurrogate("a 客 😀 \uFFFD")).isFalse();
    assertThat(PlainText.is("a 客 😀 \uFFFD")).isTrue();
    assertThat(PlainText.problemWithinCustomerId("a\t客\n😀\u007F\u2066")).isEmpty();
    assertThat(PlainText.problemWithinCustomerId("a\u0000")).isPresent();
    assertThat(PlainText.is("a\nb")).isFalse();
  }
}
