package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelFamily.ClassifierChoice;
import dev.churn.domain.model.ModelFamily.Speed;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import weka.classifiers.Classifier;
import weka.core.OptionHandler;

class WekaCatalogTest {
  @Test
  void every_classifier_of_the_jar_is_allowed_or_refused_for_a_reason() throws Exception {
    WekaRuntime.start();
    Set<String> found = new TreeSet<>();
    for (String name : namesInJar()) {
      if (name.startsWith("weka.gui.") || name.startsWith("weka.knowledgeflow.")) {
        continue;
      }
      Class<?> type;
      try {
        type = Class.forName(name, false, getClass().getClassLoader());
      } catch (LinkageError e) {
        // What was left out; such a class cannot be used anyway.
        continue;
      }
      if (Classifier.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
        found.add(name);
      }
    }

    Set<String> decided = new TreeSet<>(WekaSchemes.CLASSIFIERS);
    WekaSchemes.REFUSED.keySet().stream().filter(found::contains).forEach(decided::add);
    assertThat(found).hasSizeGreaterThan(60).isEqualTo(decided);
    assertThat(WekaSchemes.CLASSIFIERS).doesNotContainAnyElementsOf(WekaSchemes.REFUSED.keySet());
    assertThat(namesInJar()).containsAll(WekaSchemes.REFUSED.keySet());
  }

  static Stream<WekaExamples.Example> examples() {
    return WekaExamples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatever_is_allowed_can_be_made_and_made_again_from_its_own_options(
      WekaExamples.Example example) {
    Classifier classifier = example.create();

    String options = WekaCatalog.options(classifier);
    assertThat(WekaCatalog.options(WekaCatalog.create(example.name(), options))).isEqualTo(options);
  }

  @Test
  void every_part_is_used_by_an_example() {
    String all = WekaExamples.all().toString();
    // A superclass of the others, and a neighbour search that comes with its own.
    assertThat(WekaSchemes.PARTS)
        .filteredOn(part -> !all.contains(part.substring(part.lastIndexOf('.') + 1)))
        .isEmpty();
  }

  @Test
  void no_option_that_is_offered_speaks_of_files_or_windows() throws Exception {
    WekaRuntime.start();
    List<String> suspicious = new ArrayList<>();
    for (String name : allAllowed()) {
      Object scheme = Class.forName(name).getDeclaredConstructor().newInstance();
      if (scheme instanceof OptionHandler handler) {
        for (var option : Collections.list(handler.listOptions())) {
          if (option.synopsis().isBlank()) {
            break;
          }
          String text = (option.synopsis() + " " + option.description()).toLowerCase(Locale.ROOT);
          String flag = option.synopsis().strip().replaceFirst("\\s.*", "");
          if (text.matches("(?s).*\\b(files?|filename|director(y|ies)|path|folder|gui|url)\\b.*")
              && WekaSchemes.forbidden(name, flag).isEmpty()) {
            suspicious.add(name + " " + option.synopsis());
          }
        }
      }
    }
    assertThat(suspicious).isEmpty();
  }

  @Test
  void no_property_of_what_is_allowed_holds_a_file_unless_its_option_is_refused() throws Exception {
    WekaRuntime.start();
    Set<String> found = new TreeSet<>();
    for (String name : allAllowed()) {
      for (PropertyDescriptor property :
          Introspector.getBeanInfo(Class.forName(name), Object.class).getPropertyDescriptors()) {
        Class<?> type = property.getPropertyType();
        if (type != null
            && (File.class.isAssignableFrom(type)
                || type == File[].class
                || property.getName().matches("(?i).*(file|directory|url|path)$"))) {
          found.add(name.substring(name.lastIndexOf('.') + 1) + "." + property.getName());
        }
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrder(
            "BayesNet.BIFFile", // -B; without a setter of another option
            "CostSensitiveClassifier.onDemandDirectory", // -N
            "Vote.preBuiltClassifiers"); // -P
  }

  static Stream<String[]> attacks() {
    String vote = "weka.classifiers.meta.Vote";
    String bagging = "weka.classifiers.meta.Bagging";
    String bayes = "weka.classifiers.bayes.BayesNet";
    String costs = "weka.classifiers.meta.CostSensitiveClassifier";
    String filtered = "weka.classifiers.meta.FilteredClassifier";
    return Stream.of(
        new String[] {vote, "-P /etc/passwd"},
        new String[] {vote, "-S -P -R /etc/passwd"},
        new String[] {vote, "-B \"weka.classifiers.meta.Vote -P model\""},
        new String[] {vote, "-B \"weka.classifiers.misc.SerializedClassifier -model model\""},
        new String[] {bagging, "-W weka.classifiers.misc.SerializedClassifier -- -model model"},
        new String[] {bagging, "-W weka.classifiers.meta.Vote -- -P model"},
        new String[] {bagging, "-W izedClassifier -- -model model"},
        new String[] {bagging, "-W SerializedClassifier"},
        new String[] {bagging, "-W 48"},
        new String[] {bagging, "-W J48"},
        new String[] {bagging, "-W java.lang.ProcessBuilder"},
        new String[] {bagging, "-W weka.gui.GUIChooser"},
        new String[] {bagging, "-W [Lweka.classifiers.Classifier;"},
        new String[] {bagging, "-I -- -W weka.gui.GUIChooser"},
        new String[] {bagging, "-- -W weka.gui.GUIChooser"},
        new String[] {bagging, "--x -W weka.gui.GUIChooser"},
        new String[] {bagging, "-S -W weka.gui.GUIChooser"},
        new String[] {bagging, "-S -1 -W weka.gui.GUIChooser"},
        new String[] {bagging, "-W weka.classifiers.trees.J48 -W weka.gui.GUIChooser"},
        new String[] {bagging, "-num-slots 1000"},
        new String[] {bagging, "-num-slots 0 -I 2000000000"},
        new String[] {bagging, "-output-debug-info"},
        new String[] {bayes, "-B net.xml"},
        new String[] {bayes, "-Q weka.classifiers.bayes.net.search.fixed.FromFile -- -B net.xml"},
        new String[] {bayes, "-Q weka.classifiers.bayes.net.search.local.HillClimber -- -X n.xml"},
        new String[] {bayes, "-Q weka.classifiers.bayes.net.search.local.K2 -- -E Evil -- -A 1"},
        new String[] {bayes, "-E weka.classifiers.bayes.net.estimate.SimpleEstimator -- -Q Evil"},
        new String[] {costs, ""},
        new String[] {costs, "-C costs.cost"},
        new String[] {costs, "-N /tmp"},
        new String[] {costs, "-cost-matrix \"[0 1; 5 0]\" -C costs.cost"},
        new String[] {
          costs, "-cost-matrix \"[0 java('java.lang.System','int_exit(int)',1); 5 0]\""
        },
        new String[] {bagging, "-W weka.classifiers.meta.CostSensitiveClassifier"},
        new String[] {"weka.classifiers.meta.ClassificationViaRegression", ""},
        new String[] {filtered, "-F \"weka.filters.unsupervised.attribute.MathExpression -E A\""},
        new String[] {filtered, "-F \"weka.filters.unsupervised.attribute.AddExpression -E a1\""},
        new String[] {filtered, "-F weka.filters.unsupervised.attribute.NumericTransform"},
        new String[] {
          filtered, "-F \"weka.filters.unsupervised.attribute.AddCluster -serialized m\""
        },
        new String[] {
          filtered,
          "-F \"weka.filters.MultiFilter -F \\\"weka.filters.unsupervised.instance.SubsetByExpression"
              + " -E true\\\"\""
        },
        new String[] {"weka.classifiers.functions.MultilayerPerceptron", "-G"},
        new String[] {"weka.classifiers.functions.MultilayerPerceptron", "-H 100000000"},
        new String[] {"weka.classifiers.functions.MultilayerPerceptron", "-H 3,100000000"},
        new String[] {
          WekaSchemes.TUNER, "-P \"G 0 1 2\" -W weka.classifiers.functions.MultilayerPerceptron"
        },
        new String[] {WekaSchemes.TUNER, "-P \"W 1 2 2\" -W weka.classifiers.meta.Bagging"},
        new String[] {
          WekaSchemes.TUNER, "-P \"C 0 1 2 weka.gui.Main\" -W weka.classifiers.trees.J48"
        },
        new String[] {
          "weka.classifiers.functions.SMO",
          "-K \"weka.classifiers.functions.supportVector.PrecomputedKernelMatrixKernel -M f\""
        },
        new String[] {
          "weka.classifiers.meta.AttributeSelectedClassifier",
          "-E \"weka.attributeSelection.ClassifierSubsetEval -H file.arff\""
        },
        new String[] {"weka.classifiers.trees.J48", "-C ${HOME}"},
        new String[] {"weka.classifiers.trees.J48", "-C ../../etc/passwd"},
        new String[] {"weka.classifiers.trees.J48", "-C 0.5 left over"},
        new String[] {"weka.classifiers.trees.J48", "-C abc"},
        new String[] {"weka.classifiers.trees.J48", "-Z"},
        new String[] {"weka.classifiers.trees.J48", "-"},
        new String[] {"weka.classifiers.trees.J48", "\""},
        new String[] {"weka.classifiers.trees.J48", "\\"},
        new String[] {"weka.classifiers.trees.J48", "-M 5\u0000"},
        new String[] {"weka.classifiers.trees.J48", "-M \u0665"},
        new String[] {"weka.classifiers.trees.J48", "-M 5 ".repeat(500)},
        new String[] {bagging, "-W weka.classifiers.meta.Bagging -- ".repeat(6)},
        new String[] {vote, "-B weka.classifiers.trees.J48 ".repeat(17)});
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void harmful_or_wrong_options_are_refused_with_a_message(String name, String options) {
    assertThatThrownBy(() -> WekaCatalog.create(name, options))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e -> {
              assertThat(e.code()).isIn(ErrorCode.UNPROCESSABLE, ErrorCode.INVALID_INPUT);
              assertThat(e.getMessage())
                  .containsPattern("[Ee]xpected|refused|cannot")
                  .hasSizeLessThan(2_400);
            });
  }

  @Test
  void nothing_outside_the_list_is_loaded_while_options_are_judged() {
    // Weka alone would make an object of whatever matches the name.
    assertThatThrownBy(
            () -> WekaCatalog.create("weka.classifiers.meta.Bagging", "-W " + Trap.class.getName()))
        .isInstanceOf(ChurnException.class);
    assertThat(System.getProperty("weka.catalog.trap")).isNull();
  }

  /** Tells when it is used. */
  public static final class Trap {
    static {
      System.setProperty("weka.catalog.trap", "sprung");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "J48, weka.classifiers.trees.J48",
    "BayesNet, weka.classifiers.bayes.BayesNet",
    "NaiveBayes, weka.classifiers.bayes.NaiveBayes",
    "weka.classifiers.lazy.IBk, weka.classifiers.lazy.IBk"
  })
  void the_last_part_of_a_name_is_enough(String name, String full) {
    assertThat(WekaCatalog.fullName(name)).isEqualTo(full);
    assertThat(WekaCatalog.create(name, "").getClass().getName()).isEqualTo(full);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SerializedClassifier | reads a file",
        "weka.classifiers.functions.LinearRegression | native linear algebra",
        "M5P | native linear algebra",
        "SMOreg | predicts numbers",
        "java.lang.Runtime | found 'java.lang.Runtime'",
        "trees.J48 | found 'trees.J48'",
        "48 | found '48'",
        "'' | found ''"
      })
  void other_names_are_refused_with_the_reason(String name, String reason) {
    assertThatThrownBy(() -> WekaCatalog.create(name, ""))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining(reason);
    assertThatThrownBy(() -> WekaCatalog.create("x".repeat(201), ""))
        .hasMessageContaining("at most 200 characters");
  }

  @Test
  void weka_itself_says_what_is_wrong_with_an_option() {
    assertThatThrownBy(() -> WekaCatalog.create("IBk", "-K abc"))
        .hasMessageContaining("Weka says: For input string: \"abc\"");
    assertThatThrownBy(() -> WekaCatalog.create("J48", "-Z 3"))
        .hasMessageContaining("Weka says: Illegal options: -Z 3");
  }

  @Test
  void the_catalog_tells_of_each_classifier_what_it_is_and_takes() {
    List<ClassifierChoice> entries = WekaCatalog.allowed();

    assertThat(entries).extracting(ClassifierChoice::name).isEqualTo(WekaSchemes.CLASSIFIERS);
    assertThat(entries).allSatisfy(entry -> assertThat(entry.description()).hasSizeGreaterThan(10));
    assertThat(entries)
        .filteredOn(entry -> entry.shortName().equals("J48"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.defaults()).isEqualTo("-C 0.25 -M 2");
              assertThat(entry.options()).anyMatch(line -> line.startsWith("-M <minimum number"));
              assertThat(entry.options()).noneMatch(line -> line.contains("-output-debug-info"));
              assertThat(entry.speed()).isEqualTo(Speed.FAST);
            });
  }

  @Test
  void warns_of_classifiers_that_are_slow_on_so_many_rows() {
    assertThat(WekaCatalog.slowWarning("J48", "", 1_000_000)).isEmpty();
    assertThat(WekaCatalog.slowWarning("KStar", "", 500)).isEmpty();
    assertThat(WekaCatalog.slowWarning("KStar", "", 40_000).orElseThrow())
        .isEqualTo(
            "KStar is slow on many rows: each pass of predictions over 40,000 rows takes about 57"
                + " minutes");
    assertThat(WekaCatalog.slowWarning("Bagging", "-W weka.classifiers.lazy.KStar", 40_000))
        .isPresent();
    assertThat(WekaCatalog.slowWarning("SMO", "", 40_000)).isEmpty();
    assertThat(
            WekaCatalog.slowWarning(
                "SMO", "-K weka.classifiers.functions.supportVector.RBFKernel", 40_000))
        .hasValue("SMO is slow on many rows: learning once from 40,000 rows takes about 7 minutes");
  }

  private static List<String> allAllowed() {
    return Stream.of(WekaSchemes.CLASSIFIERS, WekaSchemes.REGRESSORS, WekaSchemes.PARTS)
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> namesInJar() throws IOException {
    var path =
        Path.of(
            java.net.URI.create(
                Classifier.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    try (var jar = new JarFile(path.toFile())) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("weka/") && name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }
  }
}
