package dev.churn.http.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.limit.Quotas;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.FileAccess;
import dev.churn.supabase.SupabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir Path folder;

  @Test
  void without_variables_the_server_keeps_everything_to_itself() {
    Settings settings = Settings.from(Map.of());

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(5000);
    assertThat(settings.home()).isEqualTo(Path.of("churn-data").toAbsolutePath());
    assertThat(settings.storage())
        .isEqualTo(
            new Settings.Storage.Folder(settings.home().resolve("storage"), FileAccess.PRIVATE));
    assertThat(settings.featuresCompression()).isEqualTo(Compression.NONE);
    assertThat(settings.databaseUrl()).isEmpty();
    assertThat(settings.maxUploadBytes()).isEqualTo(10L << 30);
  }

  @Test
  void every_wrong_variable_is_told_at_once_and_no_secret_is() throws IOException {
    Path file = Files.createFile(folder.resolve("occupied"));

    ChurnException refusal =
        catchThrowableOfType(
            ChurnException.class,
            () ->
                Settings.from(
                    Map.ofEntries(
                        entry("PORT", "http"),
                        entry("CHURN_HOME", file.toString()),
                        entry("DATABASE_URL", "mysql://root:hunter2@db/churn"),
                        entry("SUPABASE_URL", "https://user:hunter2@abc.supabase.co"),
                        entry("PUBLIC_URL", "ftp://x"),
                        entry("CORS_ORIGINS", "https://app.example.org, *"),
                        entry("JOB_THREADS", "0"),
                        entry("DATABASE_POOL_SIZE", "many"),
                        entry("STORAGE_ACCESS", "everybody"),
                        entry("FEATURES_COMPRESSION", "zip"),
                        entry("MAX_UPLOAD_BYTES", "-1"))));

    assertThat(refusal.fieldErrors())
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "PORT",
            "CHURN_HOME",
            "DATABASE_URL",
            "SUPABASE_URL",
            "SUPABASE_SECRET_KEY",
            "STORAGE_ACCESS",
            "FEATURES_COMPRESSION",
            "PUBLIC_URL",
            "CORS_ORIGINS",
            "JOB_THREADS",
            "DATABASE_POOL_SIZE",
            "MAX_UPLOAD_BYTES");
    assertThat(refusal.getMessage() + refusal.fieldErrors()).doesNotContain("hunter2");
  }

  @Test
  void a_file_in_place_of_a_folder_of_the_program_stops_the_start(@TempDir Path home)
      throws IOException {
    for (String name : List.of("storage", "models", "tmp", "postgres")) {
      Path file = Files.createFile(home.resolve(name));

      assertThatThrownBy(() -> Settings.from(Map.of("CHURN_HOME", home.toString())))
          .isInstanceOfSatisfying(
              ChurnException.class,
              e ->
                  assertThat(e.fieldErrors())
                      .containsExactly(
                          new FieldError("CHURN_HOME", "expected a folder or nothing at " + file)));
      Files.delete(file);
    }
  }

  @Test
  void limits_have_defaults_and_are_numbers_of_one_or_more() {
    LimitSettings limits = Settings.from(Map.of()).limits();
    assertThat(limits.quotas()).isEqualTo(new Quotas(10_000, 10_000, 10_000, 100L << 30, 100));
    assertThat(limits.reading().rows()).isEqualTo(200_000_000);
    assertThat(limits.uploads()).isEqualTo(16);
    assertThat(limits.organizationUploads()).isEqualTo(4);
    assertThat(limits.uploadThreads()).isPositive();
    assertThat(limits.rates().predictions())
        .isEqualTo(new LimitSettings.Rate("PREDICTIONS_PER_MINUTE", 60_000, true));

    assertThatThrownBy(
            () -> Settings.from(Map.of("MAX_STORED_BYTES", "0", "UPLOADS_PER_MINUTE", "many")))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e ->
                assertThat(e.fieldErrors())
                    .extracting(FieldError::field)
                    .containsExactly("MAX_STORED_BYTES", "UPLOADS_PER_MINUTE"));
  }

  @Test
  void a_pool_has_room_for_all_jobs_and_two_servers_fit_into_fifteen_connections() {
    assertThat(Settings.from(Map.of()).databasePoolSize()).isEqualTo(7);
    assertThat(Settings.from(Map.of("JOB_THREADS", "8")).databasePoolSize()).isEqualTo(19);
    assertThat(Settings.from(Map.of("DATABASE_POOL_SIZE", "6")).databasePoolSize()).isEqualTo(6);
    assertThatThrownBy(() -> Settings.from(Map.of("DATABASE_POOL_SIZE", "5")))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e ->
                assertThat(e.fieldErrors())
                    .containsExactly(
                        new FieldError(
                            "DATABASE_POOL_SIZE", "expected a number, 6 to 1000, found '5'")));
  }

  @Test
  void secret_keys_come_before_publishable_ones_and_keys_of_today_before_old_ones() {
    List<String> names =
        List.of(
            "SUPABASE_SECRET_KEY",
            "SUPABASE_SERVICE_ROLE_KEY",
            "SUPABASE_PUBLISHABLE_KEY",
            "SUPABASE_ANON_KEY");
    for (int i = 0; i < names.size(); i++) {
      Map<String, String> variables = new HashMap<>();
      variables.put("SUPABASE_URL", "https://abc.supabase.co");
      variables.put("DATABASE_URL", "postgresql://churn:db-secret@db:5432/churn");
      names.subList(i, names.size()).forEach(name -> variables.put(name, name + "-secret"));
      Settings settings = Settings.from(variables);

      assertThat(settings.storage())
          .isEqualTo(
              new Settings.Storage.Supabase(
                  SupabaseSettings.of("https://abc.supabase.co", names.get(i) + "-secret")));
      assertThat(settings + " " + settings.storage()).doesNotContain("secret");
    }
  }

  @Test
  void files_are_public_only_if_a_setting_says_so() {
    Map<String, String> supabase =
        Map.of("SUPABASE_URL", "https://abc.supabase.co", "SUPABASE_SECRET_KEY", "sb_secret_x");
    Map<String, String> isPublic = new HashMap<>(supabase);
    isPublic.put("STORAGE_ACCESS", " Public ");

    assertThat(Settings.from(supabase).storage().access()).isEqualTo(FileAccess.PRIVATE);
    assertThat(Settings.from(isPublic).storage().access()).isEqualTo(FileAccess.PUBLIC);
    assertThat(Settings.from(Map.of("STORAGE_ACCESS", "public")).storage().access())
        .isEqualTo(FileAccess.PUBLIC);
    assertThat(Settings.from(Map.of("FEATURES_COMPRESSION", "gzip")).featuresCompression())
        .isEqualTo(Compression.GZIP);
  }

  @Test
  void a_key_that_no_header_can_carry_is_told_by_its_name() {
    ChurnException refusal =
        catchThrowableOfType(
            ChurnException.class,
            () ->
                Settings.from(
                    Map.of(
                        "SUPABASE_URL",
                        "https://abc.supabase.co",
                        "SUPABASE_ANON_KEY",
                        "pässword")));

    assertThat(refusal.fieldErrors())
        .extracting(FieldError::field)
        .containsExactly("SUPABASE_ANON_KEY");
    assertThat(refusal.fieldErrors().toString()).doesNotContain("ssword");
  }

  @Test
  void a_key_without_an_address_is_a_forgotten_address() {
    ChurnException refusal =
        catchThrowableOfType(
            ChurnException.class, () -> Settings.from(Map.of("SUPABASE_ANON_KEY", "x")));

    assertThat(refusal.fieldErrors()).extracting(FieldError::field).containsExactly("SUPABASE_URL");
  }

  @Test
  void metrics_may_have_a_port_of_their_own_and_show_organizations() {
    ObservabilitySettings usual = Settings.from(Map.of()).observability();
    assertThat(usual.metricsPort()).isEmpty();
    assertThat(usual.metricsByOrganization()).isFalse();

    ObservabilitySettings set =
        Settings.from(Map.of("METRICS_PORT", "9464", "METRICS_BY_ORGANIZATION", "true"))
            .observability();
    assertThat(set.metricsPort()).hasValue(9464);
    assertThat(set.metricsByOrganization()).isTrue();

    ChurnException refusal =
        catchThrowableOfType(
            ChurnException.class,
            () ->
                Settings.from(Map.of("METRICS_PORT", "70000", "METRICS_BY_ORGANIZATION", "maybe")));
    assertThat(refusal.fieldErrors())
        .extracting(FieldError::field)
        .containsExactly("METRICS_PORT", "METRICS_BY_ORGANIZATION");
  }

  @Test
  void a_blank_variable_counts_as_none() {
    assertThat(Settings.from(Map.of("PORT", " ", "SUPABASE_URL", "")).port()).isEqualTo(5000);
  }

  @Test
  void a_dot_env_file_may_have_comments_quotes_and_exports() {
    assertThat(
            DotEnv.parse(
                List.of(
                    "# the database",
                    "",
                    "export DATABASE_URL='postgresql://a:b#c@d/e' # local",
                    "PORT = 5001 # not 5000",
                    "HOST=\"0.0.0.0\"",
                    "SUPABASE_URL=")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "DATABASE_URL", "postgresql://a:b#c@d/e",
                "PORT", "5001",
                "HOST", "0.0.0.0",
                "SUPABASE_URL", ""));
  }

  @Test
  void a_line_of_a_dot_env_file_that_is_none_is_told_by_its_number() {
    ChurnException refusal =
        catchThrowableOfType(
            ChurnException.class, () -> DotEnv.parse(List.of("A=1", "secret words")));

    assertThat(refusal).hasMessageContaining("line 2").hasMessageNotContaining("secret");
  }
}
