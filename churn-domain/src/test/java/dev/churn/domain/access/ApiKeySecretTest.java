package dev.churn.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ApiKeySecretTest {
  private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());

  @Test
  void a_key_is_read_as_it_was_made_and_shown_in_no_log() {
    assertThat(secret.text()).matches("churn_[0-9a-f]{32}_[0-9A-Za-z]{49}");
    ApiKeySecret read = ApiKeySecret.parse(secret.text());
    assertThat(read.id()).isEqualTo(secret.id());
    assertThat(read.hash()).isEqualTo(secret.hash());
    assertThat(secret.text()).startsWith(ApiKeySecret.prefix(secret.id()) + "_");
    assertThat(secret.toString()).doesNotContain(secret.text().substring(40));
    assertThat(ApiKeySecret.generate(new SecureRandom()).text()).isNotEqualTo(secret.text());
  }

  @Test
  void a_key_that_was_made_long_ago_is_still_one() {
    String text =
        "churn_c95fbc854a874e7c94f0b296cb25ab1c_00000000000000000000000000000000000000000002ghd4c";

    assertThat(ApiKeySecret.parse(text).id())
        .isEqualTo(ApiKeyId.parse("c95fbc85-4a87-4e7c-94f0-b296cb25ab1c"));
  }

  @Test
  void other_credentials_do_not_look_like_keys() {
    assertThat(ApiKeySecret.isLike(secret.text())).isTrue();
    assertThat(ApiKeySecret.isLike(secret.text() + "0")).isFalse();
    assertThat(ApiKeySecret.isLike("Churn" + secret.text().substring(5))).isFalse();
    assertThat(ApiKeySecret.isLike(secret.text().replace("_", "-"))).isFalse();
    assertThat(ApiKeySecret.isLike("churn_" + "0".repeat(82))).isFalse();
  }

  @Test
  void a_key_has_hexadecimal_digits_first_and_digits_of_base_62_behind() {
    for (int place : new int[] {6, 20, 37, 39, 60, 87}) {
      for (char odd : "-_ ä@[`{/:".toCharArray()) {
        String changed =
            secret.text().substring(0, place) + odd + secret.text().substring(place + 1);
        assertThat(refusal(changed)).contains("of another form");
      }
    }
    assertThat(refusal(secret.text().substring(0, 6) + "G" + secret.text().substring(7)))
        .contains("of another form");
    assertThat(refusal(secret.text() + "0")).contains("of another form");
    assertThat(refusal("")).contains("found 0 characters of another form");
  }

  private static String refusal(String text) {
    return catchThrowableOfType(ChurnException.class, () -> ApiKeySecret.parse(text)).getMessage();
  }

  @Test
  void every_typing_error_of_one_character_is_told_without_a_look_up() {
    String text = secret.text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == '1' ? '2' : '1';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      ChurnException refusal =
          catchThrowableOfType(ChurnException.class, () -> ApiKeySecret.parse(changed));
      assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(refusal.getMessage()).doesNotContain(changed);
    }
  }

  @Test
  void a_hash_is_that_of_the_standard() {
    // FIPS 180-4, example of one block
    assertThat(Sha256.of("abc").hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Sha256.parse(Sha256.of("abc").hex())).isEqualTo(Sha256.of("abc"));
  }
}
