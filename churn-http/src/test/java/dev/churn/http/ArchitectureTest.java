package dev.churn.http;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.ObjectKey;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The hexagon: who may know whom. Each module has a list of what it may use, and no more. */
final class ArchitectureTest {
  private static final String DOMAIN = "dev.churn.domain..";

  private static final JavaClasses ALL = ProductionClasses.ALL;

  @Test
  void every_module_has_a_rule_below() {
    assertThat(ALL.stream().map(type -> type.getPackageName().split("\\.", -1)[2]))
        .containsOnly("domain", "features", "training", "supabase", "postgres", "local", "http");
  }

  @Test
  void the_domain_knows_only_itself_and_the_jdk() {
    only("dev.churn.domain..", "javax.crypto..").check(ALL);
  }

  @Test
  void features_know_the_domain_and_each_library_in_its_place() {
    only("dev.churn.features..", DOMAIN, "com.univocity..", "javax.xml.stream..", "tools.jackson..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.churn.features..")
        .and()
        .resideOutsideOfPackage("dev.churn.features.source..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.xml..", "tools.jackson..")
        .check(ALL);
    noClasses()
        .that()
        .resideInAPackage("dev.churn.features..")
        .and()
        .haveNameNotMatching("dev\\.churn\\.features\\.table\\.CsvRecords(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.univocity..")
        .check(ALL);
  }

  @Test
  void training_knows_the_domain_and_its_package_weka_alone_knows_weka() {
    only("dev.churn.training..", DOMAIN, "weka..").check(ALL);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.churn.training.weka..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("weka..")
        .check(ALL);
  }

  @Test
  void the_supabase_adapter_knows_the_domain_okhttp_and_jackson() {
    only(
            "dev.churn.supabase..",
            DOMAIN,
            "okhttp3..",
            "okio..",
            "kotlin..",
            "tools.jackson..",
            "org.slf4j..")
        .check(ALL);
  }

  @Test
  void the_postgres_adapter_knows_the_domain_and_its_database_libraries() {
    only(
            "dev.churn.postgres..",
            DOMAIN,
            "javax.sql..",
            "org.jdbi..",
            "com.zaxxer.hikari..",
            "org.postgresql..",
            "liquibase..",
            "com.github.kagkarlsson.scheduler..",
            "org.slf4j..")
        .check(ALL);
  }

  @Test
  void the_local_adapter_knows_the_domain_and_what_unpacks_a_database() {
    only(
            "dev.churn.local..",
            DOMAIN,
            "org.apache.commons.compress..",
            "org.tukaani.xz..",
            "javax.sql..",
            "org.postgresql..",
            "org.slf4j..")
        .check(ALL);
  }

  @Test
  void the_demonstration_knows_the_server_by_its_url_alone() {
    only("dev.churn.http.demo..", "tools.jackson..").check(ALL);
  }

  @Test
  void routes_call_use_cases_and_no_port() {
    noClasses()
        .that()
        .resideInAPackage("dev.churn.http.route..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.churn.domain.port..")
        .check(ALL);
  }

  @Test
  void no_library_shows_in_what_a_module_offers_to_others() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(
            not(
                resideInAnyPackage(
                    "dev.churn.http..", "dev.churn.features.csv..", "dev.churn.training.weka..")))
        .and()
        .areNotPrivate()
        .should(speakOnlyOf("java.", "dev.churn."))
        .check(ALL);
  }

  @Test
  void packages_do_not_know_each_other_in_circles() {
    slices().matching("dev.churn.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("(dev.churn..)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void only_one_class_opens_stored_objects_and_it_checks_their_bytes() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.churn.domain.integrity.CheckedObject")
        .and()
        .areNotAssignableTo(ObjectStore.class) // one that stands before another
        .should()
        .callMethod(ObjectStore.class, "open", ObjectKey.class)
        .check(ALL);
  }

  private static ArchRule only(String module, String... others) {
    String[] allowed =
        Stream.concat(Stream.of(module, "java.."), Stream.of(others)).toArray(String[]::new);
    return classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(new ArraysOfPrimitives()));
  }

  /** An array of ints lies in no package. */
  private static final class ArraysOfPrimitives extends DescribedPredicate<JavaClass> {
    ArraysOfPrimitives() {
      super("arrays of primitives");
    }

    @Override
    public boolean test(JavaClass type) {
      return type.getBaseComponentType().isPrimitive();
    }
  }

  private static ArchCondition<JavaMethod> speakOnlyOf(String... prefixes) {
    return new ArchCondition<>("speak only of " + String.join(" and ", prefixes)) {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        if (!method.getModifiers().contains(JavaModifier.PUBLIC)
            && !method.getModifiers().contains(JavaModifier.PROTECTED)) {
          return;
        }
        Stream.concat(method.getParameterTypes().stream(), Stream.of(method.getReturnType()))
            .flatMap(type -> type.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive())
            .filter(type -> Stream.of(prefixes).noneMatch(type.getName()::startsWith))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " speaks of " + type.getName())));
      }
    };
  }
}
