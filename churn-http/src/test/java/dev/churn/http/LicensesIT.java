package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every packaged jar brings the text of its license, and the runnable one those of its contents.
 */
final class LicensesIT {
  private final Path runnable = Path.of(System.getProperty("churn.jar"));

  @ParameterizedTest
  @CsvSource({
    "churn-domain, Apache License",
    "churn-features, Apache License",
    "churn-training, GNU GENERAL PUBLIC LICENSE",
    "churn-adapters-supabase, Apache License",
    "churn-adapters-postgres, Apache License",
    "churn-adapters-local, Apache License",
  })
  void a_jar_holds_its_license(String module, String license) throws IOException {
    Path jar =
        classPath()
            .filter(path -> path.matches(".*" + module + "-[0-9][^/\\\\]*(?<!-tests)\\.jar"))
            .map(Path::of)
            .findFirst()
            .orElseThrow(() -> new AssertionError("expected a jar of " + module));

    assertThat(text(jar, "META-INF/LICENSE").strip()).startsWith(license);
  }

  @Test
  void the_runnable_jar_begins_with_its_own_license_and_has_each_of_ours_once() throws IOException {
    String licenses = text(runnable, "META-INF/LICENSE");

    assertThat(licenses.strip()).startsWith("GNU GENERAL PUBLIC LICENSE");
    assertThat(licenses).containsOnlyOnce("GNU GENERAL PUBLIC LICENSE").contains("Apache License");
  }

  @Test
  void the_runnable_jar_lists_every_library_that_is_inside() throws IOException {
    String list = text(runnable, "META-INF/THIRD-PARTY.txt");

    assertThat(list)
        .contains(
            ":weka-stable:",
            ":jetty-server:",
            ":postgresql:",
            ":kotlin-stdlib:",
            ":liquibase-core:")
        .doesNotContain("Unknown license", "dev.churn:", ":assertj-core:");
    assertThat(text(runnable, "META-INF/NOTICE"))
        .contains("Swagger UI", "PostgreSQL License", "Notices of the libraries", "Jackson");
    assertThat(text(runnable, "dev/churn/http/swagger-ui-bundle.js.LICENSE.txt")).isNotBlank();
    assertThat(text(runnable, "META-INF/licenses/LGPL-2.1.txt")).contains("LESSER GENERAL PUBLIC");
  }

  private static Stream<String> classPath() {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  private static String text(Path jar, String name) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      assertThat(entry).as(name + " in " + jar).isNotNull();
      return new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
    }
  }
}
