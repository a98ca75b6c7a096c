package dev.churn.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void a_text_that_fits_stays_whole() {
    assertThat(Excerpt.of("", 3)).isEmpty();
    assertThat(Excerpt.of("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.of("abcd", 3)).isEqualTo("abc…");
    assertThat(Excerpt.quoted("abcd", 3)).isEqualTo("'abc…'");
  }

  @Test
  void a_character_outside_the_basic_plane_counts_once_and_is_not_split() {
    assertThat(Excerpt.of("ab😀", 3)).isEqualTo("ab😀");
    assertThat(Excerpt.of("ab😀c", 3)).isEqualTo("ab😀…");
    assertThat(Excerpt.of("😀😀", 1)).isEqualTo("😀…");
  }

  @Test
  void control_characters_become_blanks() {
    assertThat(Excerpt.of("a\nb\u202Ec", 9)).isEqualTo("a b c");
  }
}
