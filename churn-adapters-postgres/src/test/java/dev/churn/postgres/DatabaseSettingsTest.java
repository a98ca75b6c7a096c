package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
  @Test
  void a_url_is_taken_apart() {
    var settings = DatabaseSettings.parse("postgresql://ann:se%40cr+et@db.example:6543/churn");

    assertThat(settings.user()).isEqualTo("ann");
    assertThat(settings.password()).isEqualTo("se@cr+et");
    assertThat(settings.jdbcUrl())
        .isEqualTo(
            "jdbc:postgresql://db.example:6543/churn?ApplicationName=churn&connectTimeout=10"
                + "&socketTimeout=60&tcpKeepAlive=true");
  }

  @Test
  void options_are_handed_on_under_the_names_of_the_driver() {
    var settings =
        DatabaseSettings.parse(
            "postgres://ann:x@[::1]:5432/churn?sslmode=require&connect_timeout=3");

    assertThat(settings.jdbcUrl())
        .startsWith("jdbc:postgresql://[::1]:5432/churn?sslmode=require&connectTimeout=3&");
  }

  @Test
  void a_jdbc_url_with_user_and_password_as_options_will_do() {
    var settings =
        DatabaseSettings.parse("jdbc:postgresql://localhost/churn?user=ann&password=s%25");

    assertThat(settings.user()).isEqualTo("ann");
    assertThat(settings.password()).isEqualTo("s%");
    assertThat(settings.jdbcUrl()).doesNotContain("ann", "password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://ann:hunter2@localhost/churn",
        "postgresql://ann:hunter2@localhost",
        "postgresql://ann:hunter2@/churn",
        "postgresql://ann:hunter2%ZZ@localhost/churn",
        "postgresql://ann:hunter2/3@localhost/churn",
        "postgresql://ann:hunter2@localhost:port/churn",
        "hunter2",
        ""
      })
  void anything_else_is_refused_without_showing_the_password(String url) {
    assertThatThrownBy(() -> DatabaseSettings.parse(url))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .message()
        .startsWith("Database URL: expected ")
        .doesNotContain("hunter2");
  }

  @Test
  void the_text_form_hides_the_password() {
    assertThat(DatabaseSettings.parse("postgresql://ann:hunter2@localhost/churn"))
        .hasToString("DatabaseSettings[ann@localhost/churn]");
  }
}
