package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/**
 * Every packaged jar brings the text of its license, and the runnable one those of its contents.
 */
final class LicensesIT {
  private static final Pattern COORDINATES =
      Pattern.compile("\\(([^ :()]+):([^ :()]+):([^ :()]+) - ");

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

  @Test
  void the_bill_of_materials_names_every_library_with_version_and_digest() throws IOException {
    var bill = new ObjectMapper().readTree(text(runnable, "META-INF/sbom/application.cdx.json"));
    List<String> listed =
        COORDINATES
            .matcher(text(runnable, "META-INF/THIRD-PARTY.txt"))
            .results()
            .map(
                found ->
                    "pkg:maven/%s/%s@%s".formatted(found.group(1), found.group(2), found.group(3)))
            .toList();

    assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
    assertThat(listed).hasSizeGreaterThan(40);
    assertThat(bill.path("components").valueStream().map(part -> part.path("purl").asString("")))
        .extracting(purl -> purl.replaceFirst("\\?.*", ""))
        .containsAll(listed);
    assertThat(bill.path("components").valueStream())
        .allSatisfy(part -> assertThat(part.path("hashes").toString()).contains("SHA-256"));
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
