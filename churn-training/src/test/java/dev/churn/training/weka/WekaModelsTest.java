package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.io.PrintStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.management.BadAttributeValueExpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.classifiers.Classifier;
import weka.classifiers.evaluation.Evaluation;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SerializationHelper;
import weka.core.SerializedObject;
import weka.core.converters.ArffSaver;

class WekaModelsTest {
  private static final Progress SILENT = (fraction, message) -> {};

  @Test
  void every_trained_classifier_is_written_and_read_back_and_predicts_the_same() throws Exception {
    Instances data = WekaExamples.data(200, 1);
    Instances others = WekaExamples.data(20, 2);
    Set<String> seen = new TreeSet<>();
    for (WekaExamples.Example example : WekaExamples.all()) {
      Classifier classifier = example.create();
      WekaTrainer.build(classifier, data, SILENT);
      byte[] bytes = WekaModels.write(classifier);
      Classifier read = WekaModels.read(bytes);
      for (Instance row : others) {
        assertThat(read.distributionForInstance(row))
            .as(example.toString())
            .containsExactly(classifier.distributionForInstance(row));
      }
      seen.addAll(classesIn(bytes));
    }
    Set<String> unused = new TreeSet<>(WekaModelClasses.NAMES);
    unused.removeAll(seen);
    // Trees of 200 rows lack the nodes that larger trees have.
    unused.removeIf(name -> name.matches("weka\\.classifiers\\.(trees|rules|lazy)\\..*"));
    assertThat(unused).hasSizeLessThan(8);
  }

  private static Set<String> classesIn(byte[] bytes) throws IOException, ClassNotFoundException {
    Set<String> seen = new HashSet<>();
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(
          info -> {
            Class<?> type = info.serialClass();
            while (type != null && type.isArray()) {
              type = type.getComponentType();
            }
            if (type != null) {
              seen.add(type.getName());
            }
            return java.io.ObjectInputFilter.Status.ALLOWED;
          });
      in.readObject();
    }
    return seen;
  }

  static Stream<Object> gadgets() throws Exception {
    Comparator<Object> comparator =
        (Comparator<Object> & Serializable) (a, b) -> a.toString().compareTo(b.toString());
    var queue = new PriorityQueue<Object>(2, comparator);
    queue.add("a");
    queue.add("b");
    // Hashing the outermost of these sets hashes the innermost again and again.
    Set<Object> bomb = new HashSet<>(Set.of("end"));
    for (int i = 0; i < 3; i++) {
      bomb = new HashSet<>(List.of(bomb, new HashSet<>(List.of(bomb, "other" + i))));
    }
    Map<Object, Object> urls = new HashMap<>();
    urls.put(URI.create("http://192.0.2.1/").toURL(), "looked up when hashed");
    Object proxy =
        Proxy.newProxyInstance(
            WekaModelsTest.class.getClassLoader(),
            new Class<?>[] {Map.class},
            (InvocationHandler & Serializable) (self, method, values) -> null);
    var exception = new BadAttributeValueExpException(null);
    List<Object> deep = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      List<Object> outer = new ArrayList<>();
      outer.add(deep);
      deep = outer;
    }
    WekaRuntime.start();
    return Stream.of(
        queue,
        bomb,
        urls,
        proxy,
        exception,
        deep,
        new int[1_000],
        "text",
        BigInteger.TEN,
        new HashMap<>(Map.of("a", "b")),
        new Object[] {new Object[] {comparator}},
        Thread.State.NEW,
        new SerializedObject("hidden"),
        String.class,
        weka.classifiers.meta.Vote.class,
        new weka.classifiers.misc.SerializedClassifier(),
        new weka.classifiers.misc.InputMappedClassifier(),
        filteredBy(new weka.filters.unsupervised.attribute.MathExpression()),
        filteredBy(new weka.filters.unsupervised.attribute.NumericTransform()),
        WekaExamples.data(1, 1));
  }

  private static Classifier filteredBy(weka.filters.Filter filter) {
    var classifier = new weka.classifiers.meta.FilteredClassifier();
    classifier.setFilter(filter);
    return classifier;
  }

  @ParameterizedTest
  @MethodSource("gadgets")
  void anything_but_a_trained_classifier_is_refused(Object gadget) {
    assertCorrupt(serialized(gadget));
  }

  @Test
  void streams_made_by_hand_are_refused() throws Exception {
    byte[] model = trained("weka.classifiers.trees.J48");
    // A larger array than there are bytes: refused before memory is taken.
    assertCorrupt(patched(serialized(new double[] {1}), 1, Integer.MAX_VALUE - 8));
    assertCorrupt(patched(serialized(new Object[] {1}), 1, 500_000_000));
    assertCorrupt(nested(100_000));
    assertCorrupt(new byte[0]);
    assertCorrupt(new byte[] {(byte) 0xac, (byte) 0xed});
    assertCorrupt("not a model".getBytes(StandardCharsets.US_ASCII));
    assertCorrupt(Arrays.copyOf(model, model.length - 1));
    assertCorrupt(Arrays.copyOf(model, model.length + 1));
    assertCorrupt(serialized(new java.rmi.server.ObjID()));
    Field field = java.util.Collections.class.getDeclaredField("EMPTY_LIST");
    assertCorrupt(serialized(field.get(null)));
    for (String name :
        List.of(
            "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
            "com.sun.rowset.JdbcRowSetImpl",
            "java.lang.ProcessBuilder",
            "java.util.HashSet",
            "sun.rmi.server.UnicastRef",
            "weka.core.CostMatrix",
            "weka.core.SerializedObject",
            "weka.core.expressionlanguage.common.JavaMacro$JavaMethod",
            "weka.core.packageManagement.DefaultPackageManager",
            "weka.experiment.RemoteExperiment",
            "weka.gui.Main",
            "dev.churn.training.weka.WekaRow",
            "no.such.Class")) {
      assertThatThrownBy(() -> WekaModels.read(object(name)))
          .as(name)
          .isInstanceOf(ChurnException.class)
          .hasMessageContaining("is no part of a classifier");
    }
  }

  /** An object without fields of a class that need not exist. */
  private static byte[] object(String name) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
      out.writeShort(ObjectStreamConstants.STREAM_VERSION);
      out.writeByte(ObjectStreamConstants.TC_OBJECT);
      out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
      out.writeUTF(name);
      out.writeLong(1);
      out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
      out.writeShort(0);
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL);
    }
    return bytes.toByteArray();
  }

  /** The length of an array, the last four bytes of such a value, replaced. */
  private static byte[] patched(byte[] bytes, int length, int by) {
    for (int i = bytes.length - 4; i >= 0; i--) {
      if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == length) {
        bytes[i] = (byte) (by >> 24);
        bytes[i + 1] = (byte) (by >> 16);
        bytes[i + 2] = (byte) (by >> 8);
        bytes[i + 3] = (byte) by;
        return bytes;
      }
    }
    throw new IllegalArgumentException("Expected a length");
  }

  /** An array within an array and so on: deeper than could be written without a deep stack. */
  private static byte[] nested(int depth) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var thread =
        new Thread(
            null,
            () -> {
              Object[] array = {};
              for (int i = 0; i < depth; i++) {
                array = new Object[] {array};
              }
              bytes.writeBytes(serialized(array));
            },
            "writer",
            1L << 30);
    thread.start();
    thread.join();
    return bytes.toByteArray();
  }

  @Test
  @Timeout(120)
  void flipped_bytes_are_refused_or_read_but_do_no_harm() throws Exception {
    var random = new Random(7);
    for (String name : List.of("trees.RandomTree", "bayes.BayesNet", "lazy.IBk")) {
      byte[] model = trained("weka.classifiers." + name);
      int refused = 0;
      for (int i = 0; i < 1_000; i++) {
        byte[] damaged = model.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        long start = System.nanoTime();
        try {
          WekaModels.read(damaged);
        } catch (ChurnException e) {
          refused++;
          assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(refused).as(name).isGreaterThan(100);
    }
  }

  @Test
  void models_hold_no_class_of_ours() {
    assertThat(new String(trained("weka.classifiers.lazy.IBk"), StandardCharsets.ISO_8859_1))
        .contains("weka.core.DenseInstance")
        .doesNotContain("dev.churn");
  }

  static Stream<WekaExamples.Example> defaults() {
    return WekaExamples.defaults().stream();
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void weka_opens_what_was_exported_and_its_command_line_predicts_the_same(
      WekaExamples.Example example, @TempDir Path folder) throws Exception {
    Instances data = WekaExamples.data(150, 1);
    Instances others = WekaExamples.data(15, 2);
    Classifier classifier = example.create();
    WekaTrainer.build(classifier, data, SILENT);
    Path model = folder.resolve("it.model");
    try (var out = Files.newOutputStream(model)) {
      WekaModels.export(classifier, data, out);
    }
    Path arff = folder.resolve("others.arff");
    var saver = new ArffSaver();
    saver.setMaxDecimalPlaces(17);
    saver.setInstances(others);
    saver.setFile(arff.toFile());
    saver.writeBatch();

    Object[] opened = SerializationHelper.readAll(model.toString());
    assertThat(opened).hasSize(2);
    assertThat(((Instances) opened[1]).equalHeaders(data)).isTrue();
    for (Instance row : others) {
      assertThat(((Classifier) opened[0]).distributionForInstance(row))
          .containsExactly(classifier.distributionForInstance(row));
    }
    String[] arguments = {
      "-l",
      model.toString(),
      "-T",
      arff.toString(),
      "-classifications",
      "weka.classifiers.evaluation.output.prediction.CSV -distribution -decimals 12"
    };
    String printed = commandLine(example.name(), arguments);
    List<String> lines = printed.lines().filter(line -> line.matches("\\d+,.*")).toList();
    assertThat(lines).as(printed).hasSize(15);
    for (int i = 0; i < 15; i++) {
      String[] cells = lines.get(i).split(",", -1);
      double churned = Double.parseDouble(cells[cells.length - 2].replace("*", ""));
      assertThat(churned)
          .isCloseTo(
              classifier.distributionForInstance(others.instance(i))[0],
              org.assertj.core.data.Offset.offset(1e-9));
    }
  }

  private static String commandLine(String name, String[] arguments) throws Exception {
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      return Evaluation.evaluateModel(
              WekaCatalog.create(name, WekaExamples.required(name)), arguments)
          + printed.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(before);
    }
  }

  private static byte[] trained(String name) {
    Classifier classifier = WekaCatalog.create(name, "");
    WekaTrainer.build(classifier, WekaExamples.data(100, 1), SILENT);
    return WekaModels.write(classifier);
  }

  private static byte[] serialized(Object object) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void assertCorrupt(byte[] bytes) {
    assertThatThrownBy(() -> WekaModels.read(bytes))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }
}
