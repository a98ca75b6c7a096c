package dev.churn.http;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** What the modules consist of, tests left out; read once for all tests of a JVM. */
final class ProductionClasses {
  /** All of them. Reading takes seconds. */
  static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.churn");

  private ProductionClasses() {}

  /** {@return the classes in a package and in those below it} */
  static List<JavaClass> in(String name) {
    return ALL.stream()
        .filter(type -> (type.getPackageName() + ".").startsWith(name + "."))
        .toList();
  }
}
