package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ProgramVersion;
import dev.churn.http.example.ReadmeLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a deployment put into a folder, and a project outside the tree that uses it. The profile
 * {@code release} runs this after it deployed; CONTRIBUTING.md has the command.
 */
final class DeployedArtifacts {
  private final Path tree = Path.of("").toAbsolutePath().resolveSibling("pom.xml").getParent();
  private final ReadmeLines readme = ReadmeLines.read(tree.resolve("README.md"));
  private final DeployedFolder deployed = DeployedFolder.ofThisBuild();

  @TempDir Path folder;

  @Test
  void a_project_uses_the_domain_alone() throws IOException {
    var project = project("churn-domain");
    project.add("dev.churn.http.example", example("FolderStore"));
    project.add(
        "dev.churn.http.example",
        """
        package dev.churn.http.example;

        import dev.churn.domain.storage.*;
        import java.nio.file.Path;

        public final class Main {
          public static void main(String[] args) throws Exception {
            var store = new FolderStore(Path.of(args[0]));
            store.prepare();
            var key = new ObjectKey(Bucket.UTILS, "greeting");
            store.put(key, Content.of("kept".getBytes()), "text/plain");
            System.out.println(new String(store.open(key).readAllBytes()));
          }
        }
        """);

    assertThat(project.run("dev.churn.http.example.Main", folder.resolve("store").toString()))
        .isEqualTo("kept");
    assertThat(project.classPath()).hasSize(1);
  }

  @Test
  void a_project_computes_features_free_of_weka() throws IOException {
    var project = project("churn-domain", "churn-features");
    project.add(
        "shop",
        """
        package shop;

        import dev.churn.domain.feature.*;
        import dev.churn.features.RfmFeatures;
        import java.time.LocalDate;
        import java.util.*;

        public final class Main {
          public static void main(String[] args) {
            %s
            System.out.println(features.get(Feature.TENURE_DAYS));
          }
        }
        """
            .formatted(sample("FeaturesInAUnitTest")));

    assertThat(project.run("shop.Main")).isEqualTo("46.0");
    assertThat(project.classPath()).noneMatch(jar -> jar.contains("weka"));
  }

  @Test
  void a_project_embeds_the_whole_system() throws IOException {
    var project = project("churn-domain", "churn-features", "churn-training");
    project.add("dev.churn.http.example", example("PredictFromFile"));
    Path events = Files.writeString(folder.resolve("events.csv"), Scenario.history(300, 1));

    assertThat(project.run("dev.churn.http.example.PredictFromFile", events.toString()))
        .startsWith("CUST-001 leaves with probability ");
  }

  @ParameterizedTest
  @CsvSource({
    "churn-domain, Apache License",
    "churn-features, Apache License",
    "churn-training, GNU GENERAL PUBLIC LICENSE",
    "churn-adapters-supabase, Apache License",
    "churn-adapters-postgres, Apache License",
    "churn-adapters-local, Apache License",
    "churn-http, GNU GENERAL PUBLIC LICENSE",
  })
  void every_jar_holds_its_license(String module, String license) throws IOException {
    List<Path> jars = deployed.files(module).filter(f -> f.toString().endsWith(".jar")).toList();

    assertThat(jars).hasSizeGreaterThanOrEqualTo(3); // classes, sources, Javadoc
    for (Path jar : jars) {
      assertThat(text(jar, "META-INF/LICENSE"))
          .as(jar.toString())
          .get()
          .asString()
          .contains(license);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "churn-domain",
        "churn-features",
        "churn-training",
        "churn-adapters-supabase",
        "churn-adapters-postgres",
        "churn-adapters-local",
        "churn-http",
      })
  void every_module_brings_what_a_repository_demands(String module) throws IOException {
    assertThat(text(deployed.file(module, "-sources.jar"), "META-INF/MANIFEST.MF")).isPresent();
    assertThat(text(deployed.file(module, "-javadoc.jar"), "index.html")).isPresent();
    assertThat(Files.readString(deployed.file(module, ".pom")))
        .contains("<name>", "<description>", "<licenses>", "<url>")
        .doesNotContain("${revision}");
    JsonNode bill =
        JsonMapper.shared().readTree(Files.readString(deployed.file(module, "-cyclonedx.json")));
    assertThat(bill.at("/metadata/component/name").asString()).isEqualTo(module);
    assertThat(bill.at("/metadata/component/version").asString()).isEqualTo(ProgramVersion.get());
    assertThat(deployed.file(module, "-cyclonedx.xml")).isNotEmptyFile();
  }

  @Test
  void the_parent_names_address_developers_and_every_module() throws IOException {
    String parent = Files.readString(deployed.file("churn", ".pom"));

    assertThat(parent).contains("<url>", "<scm>", "<developers>", "<organization>", "<licenses>");
    assertThat(readme.mavenModules())
        .allSatisfy(m -> assertThat(parent).contains("<artifactId>" + m + "</artifactId>"));
  }

  @Test
  void the_bill_of_materials_of_all_has_the_libraries_with_their_licenses() throws IOException {
    String file = Files.readString(deployed.file("churn", "-cyclonedx.json"));
    JsonNode libraries = JsonMapper.shared().readTree(file).path("components");

    assertThat(libraries.valueStream().map(c -> c.path("name").asString()))
        .contains("weka-stable", "univocity-parsers", "javalin", "postgresql", "churn-domain");
    assertThat(libraries.valueStream())
        .allSatisfy(
            c -> assertThat(c.path("licenses").size()).as(c.path("purl").asString()).isPositive());
  }

  @Test
  void who_depends_on_the_runnable_jar_gets_no_library_twice() throws IOException {
    assertThat(Files.readString(deployed.file("churn-http", ".pom")))
        .doesNotContain(
            "<artifactId>javalin</artifactId>", "<artifactId>churn-domain</artifactId>");
  }

  private OutsideProject project(String... modules) throws IOException {
    String lines = readme.mavenWith(List.of(modules));
    return OutsideProject.create(folder.resolve("outside"), lines, deployed.root());
  }

  private String example(String name) throws IOException {
    return Files.readString(
        tree.resolve("churn-http/src/test/java/dev/churn/http/example/" + name + ".java"));
  }

  private String sample(String name) throws IOException {
    String source = example(name);
    return source.substring(
        source.indexOf("// begin of the sample"), source.indexOf("// end of the sample"));
  }

  private static Optional<String> text(Path jar, String entry) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      ZipEntry found = zip.getEntry(entry);
      return found == null
          ? Optional.empty()
          : Optional.of(new String(zip.getInputStream(found).readAllBytes(), UTF_8));
    }
  }

  /**
   * A folder laid out as a repository; of snapshots that were deployed several times the newest.
   */
  private record DeployedFolder(Path root) {
    static DeployedFolder ofThisBuild() {
      String target = System.getProperty("deployed.to", "");
      int at = target.indexOf("file:");
      if (at < 0) {
        throw new AssertionError(
            "expected -DaltDeploymentRepository=local::file:///FOLDER, found '" + target + "'");
      }
      return new DeployedFolder(Path.of(java.net.URI.create(target.substring(at))));
    }

    Stream<Path> files(String module) throws IOException {
      Path folder = root.resolve("dev/churn").resolve(module).resolve(ProgramVersion.get());
      String newest;
      try (Stream<Path> all = Files.list(folder)) {
        newest =
            all.map(f -> f.getFileName().toString())
                .filter(name -> name.endsWith(".pom"))
                .max(java.util.Comparator.comparing(String::length).thenComparing(n -> n))
                .orElseThrow()
                .replaceAll("\\.pom$", "");
      }
      try (Stream<Path> all = Files.list(folder)) {
        return all.filter(f -> f.getFileName().toString().startsWith(newest)).toList().stream();
      }
    }

    Path file(String module, String ending) throws IOException {
      return files(module)
          .filter(f -> f.toString().endsWith(ending))
          .findFirst()
          .orElseThrow(() -> new AssertionError("expected " + module + ending + " in " + root));
    }
  }
}
