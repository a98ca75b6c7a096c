package dev.churn.http.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use a server of which settings. */
final class AccessSettingsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static AccessSettings read(Map<String, String> variables) {
    return Settings.from(variables).access();
  }

  private static List<FieldError> refused(Map<String, String> variables) {
    return catchThrowableOfType(ChurnException.class, () -> Settings.from(variables)).fieldErrors();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1", "127.8.9.1", "::1", "localhost"})
  void on_loopback_a_server_is_open_unless_a_key_is_set(String host) {
    assertThat(read(Map.of("HOST", host)).required()).isFalse();
    assertThat(read(Map.of("HOST", host, "OPERATOR_KEY", KEY)).required()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1"})
  void beyond_loopback_a_server_starts_with_a_key_or_when_told_so_in_so_many_words(String host) {
    List<FieldError> errors = refused(Map.of("HOST", host));

    assertThat(errors).extracting(FieldError::field).containsExactly("HOST");
    assertThat(errors.get(0).problem())
        .contains(host)
        .contains("OPERATOR_KEY")
        .contains("AUTHENTICATION=none");
    assertThat(read(Map.of("HOST", host, "OPERATOR_KEY", KEY)).required()).isTrue();
    assertThat(read(Map.of("HOST", host, "AUTHENTICATION", "none")).required()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "required, '', AUTHENTICATION",
    "none, 0123456789abcdef0123456789abcdef, AUTHENTICATION",
    "perhaps, '', AUTHENTICATION",
    "required, short, OPERATOR_KEY",
    "required, 0123456789 abcdef 0123456789 abcdef, OPERATOR_KEY",
    "required, 'äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü', OPERATOR_KEY",
    "required, '0123456789abcdef0123456789abcdef,', OPERATOR_KEY",
    "required, churn_c95fbc854a874e7c94f0b296cb25ab1c_00000000000000000000000000000000000000000002ghd4c, OPERATOR_KEY",
  })
  void what_does_not_fit_together_is_told(String mode, String key, String field) {
    List<FieldError> errors = refused(Map.of("AUTHENTICATION", mode, "OPERATOR_KEY", key));

    assertThat(errors).extracting(FieldError::field).containsOnly(field);
    if (!key.isEmpty()) {
      assertThat(errors.toString()).doesNotContain(key);
    }
  }

  @Test
  void several_keys_are_valid_while_one_replaces_the_other() {
    AccessSettings access = read(Map.of("OPERATOR_KEY", KEY + " , " + KEY + "-new"));

    assertThat(access.isOperatorKey(KEY)).isTrue();
    assertThat(access.isOperatorKey(KEY + "-new")).isTrue();
    assertThat(access.isOperatorKey(KEY + "-NEW")).isFalse();
    assertThat(access.isOperatorKey("")).isFalse();
    assertThat(access.toString()).doesNotContain(KEY);
  }

  @Test
  void tokens_of_a_supabase_project_are_accepted_once_callers_are_asked() {
    Map<String, String> project =
        Map.of("SUPABASE_URL", "https://abc.supabase.co/", "SUPABASE_SECRET_KEY", "x");
    assertThat(read(project).required()).isFalse();
    Map<String, String> asking = new HashMap<>(project);
    asking.put("AUTHENTICATION", "required");

    AccessSettings access = read(asking);

    assertThat(access.required()).isTrue();
    TokenSettings tokens = access.tokens().orElseThrow();
    assertThat(tokens.issuer()).isEqualTo("https://abc.supabase.co/auth/v1");
    assertThat(tokens.jwksUrl())
        .contains(URI.create("https://abc.supabase.co/auth/v1/.well-known/jwks.json"));
    assertThat(tokens.audience()).isEqualTo("authenticated");
    assertThat(tokens.organizationClaim()).isEqualTo("app_metadata.organization_id");
    assertThat(tokens.roleClaim()).isEqualTo("app_metadata.role");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user_metadata.organization_id",
        "USER_METADATA.org",
        " user-metadata.org",
        "raw_user_meta_data.org"
      })
  void a_claim_that_users_write_themselves_is_refused(String claim) {
    for (String name : List.of("TOKEN_ORGANIZATION_CLAIM", "TOKEN_ROLE_CLAIM")) {
      assertThat(
              refused(
                  Map.of(
                      "TOKEN_ISSUER",
                      "https://id.example.org",
                      "TOKEN_AUDIENCE",
                      "a",
                      name,
                      claim)))
          .extracting(FieldError::field)
          .containsExactly(name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN_AUDIENCE, churn, TOKEN_ISSUER",
    "TOKEN_ISSUER, https://id.example.org, TOKEN_AUDIENCE",
    "TOKEN_HS256_SECRET, short, TOKEN_HS256_SECRET",
    "TOKEN_ISSUER, nonsense, TOKEN_ISSUER",
  })
  void half_of_an_issuer_is_refused(String name, String value, String field) {
    assertThat(refused(Map.of(name, value))).extracting(FieldError::field).contains(field);
  }
}
