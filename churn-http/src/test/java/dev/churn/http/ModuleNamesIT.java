package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names and exports by which other programs' modules require the packaged jars. */
final class ModuleNamesIT {
  @ParameterizedTest
  @CsvSource({
    "churn-features, dev.churn.features",
    "churn-training, dev.churn.training",
  })
  void a_module_with_internals_exports_nothing_but_its_root_package(String artifact, String name) {
    ModuleDescriptor module = module(jarOf(artifact));

    assertThat(module.name()).isEqualTo(name);
    assertThat(module.isAutomatic()).isFalse();
    assertThat(module.exports()).extracting(ModuleDescriptor.Exports::source).containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({
    "churn-domain, dev.churn.domain",
    "churn-adapters-supabase, dev.churn.supabase",
    "churn-adapters-postgres, dev.churn.postgres",
    "churn-adapters-local, dev.churn.local",
  })
  void a_module_is_named_by_its_package_and_not_by_its_file(String artifact, String name) {
    assertThat(module(jarOf(artifact)).name()).isEqualTo(name);
  }

  @Test
  void the_jar_that_is_run_is_named_too() {
    assertThat(module(Path.of(System.getProperty("churn.jar"))).name()).isEqualTo("dev.churn.http");
  }

  private static ModuleDescriptor module(Path jar) {
    return ModuleFinder.of(jar).findAll().iterator().next().descriptor();
  }

  private static Path jarOf(String artifact) {
    String paths =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(paths)
        .map(Path::of)
        .filter(
            path -> path.getFileName().toString().matches(artifact + "-[0-9].*(?<!-tests)\\.jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("expected a jar of " + artifact + " in " + paths));
  }
}
