package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import weka.classifiers.AbstractClassifier;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Option;
import weka.core.Randomizable;
import weka.core.TechnicalInformationHandler;
import weka.core.Utils;
import weka.core.WeightedInstancesHandler;

/**
 * One of our own learners as a classifier of Weka, for any numeric inputs and a class of two
 * values. Missing inputs are replaced by the mean of the rows learned from.
 */
public abstract class NumericClassifier extends AbstractClassifier
    implements Randomizable, WeightedInstancesHandler, TechnicalInformationHandler {
  private static final long serialVersionUID = 1L;

  private int seed = 1;
  private int classIndex;
  private double[] means;
  private double share;
  private boolean learned;

  NumericClassifier() {}

  /** Learns from rows of both classes, and keeps what can be serialized. */
  abstract void learn(TrainingSample sample, long withSeed, Progress progress);

  /** {@return what was learned} */
  abstract Scorer scorer();

  @Override
  public Capabilities getCapabilities() {
    Capabilities capabilities = super.getCapabilities();
    capabilities.disableAll();
    capabilities.enable(Capability.NUMERIC_ATTRIBUTES);
    capabilities.enable(Capability.MISSING_VALUES);
    capabilities.enable(Capability.BINARY_CLASS);
    capabilities.enable(Capability.MISSING_CLASS_VALUES);
    return capabilities;
  }

  @Override
  public void buildClassifier(Instances data) throws Exception {
    getCapabilities().testWithFail(data);
    var rows = new Instances(data);
    rows.deleteWithMissingClass();
    classIndex = rows.classIndex();
    means = new double[rows.numAttributes()];
    for (int attribute = 0; attribute < means.length; attribute++) {
      means[attribute] = attribute == classIndex ? 0 : mean(rows, attribute);
    }
    int size = rows.numInstances();
    double[][] columns = new double[rows.numAttributes() - 1][size];
    boolean[] first = new boolean[size];
    double[] weights = new double[size];
    double total = 0;
    double ofFirst = 0;
    int counted = 0;
    for (int i = 0; i < size; i++) {
      Instance row = rows.instance(i);
      double[] inputs = inputs(row);
      for (int input = 0; input < inputs.length; input++) {
        columns[input][i] = inputs[input];
      }
      first[i] = row.classValue() == 0;
      weights[i] = row.weight();
      total += row.weight();
      ofFirst += first[i] ? row.weight() : 0;
      counted += first[i] ? 1 : 0;
    }
    share = total > 0 ? ofFirst / total : 0.5;
    learned = counted > 0 && counted < size && columns.length > 0;
    if (learned) {
      learn(positive(columns, first, weights), seed, Progress.none());
    }
  }

  /** Rows without weight teach nothing. */
  private static TrainingSample positive(double[][] columns, boolean[] first, double[] weights) {
    double[] kept = Arrays.stream(weights).map(w -> Math.max(w, Double.MIN_NORMAL)).toArray();
    TrainingMatrix matrix = TrainingMatrix.of(columns, first, kept);
    return matrix.all().where(i -> weights[i] > 0);
  }

  private static double mean(Instances rows, int attribute) {
    double sum = 0;
    double weight = 0;
    for (Instance row : rows) {
      if (!row.isMissing(attribute)) {
        sum += row.weight() * row.value(attribute);
        weight += row.weight();
      }
    }
    return weight > 0 ? sum / weight : 0;
  }

  private double[] inputs(Instance row) {
    double[] inputs = new double[means.length - 1];
    int next = 0;
    for (int attribute = 0; attribute < means.length; attribute++) {
      if (attribute != classIndex) {
        inputs[next++] = row.isMissing(attribute) ? means[attribute] : row.value(attribute);
      }
    }
    return inputs;
  }

  @Override
  public double[] distributionForInstance(Instance row) {
    double first = learned ? scorer().probability(inputs(row)) : share;
    return new double[] {first, 1 - first};
  }

  @Override
  public void setSeed(int newSeed) {
    seed = newSeed;
  }

  @Override
  public int getSeed() {
    return seed;
  }

  /** {@return the tip that the Explorer shows} */
  public String seedTipText() {
    return "The seed of the random numbers; the same seed gives the same model.";
  }

  @Override
  public Enumeration<Option> listOptions() {
    List<Option> options = new ArrayList<>();
    options.add(new Option("\tThe seed of the random numbers (default 1).", "S", 1, "-S <num>"));
    for (Option option : ownOptions()) {
      options.add(option);
    }
    options.addAll(Collections.list(super.listOptions()));
    return Collections.enumeration(options);
  }

  /** {@return the options of the learner} */
  abstract Option[] ownOptions();

  @Override
  public void setOptions(String[] options) throws Exception {
    String text = Utils.getOption('S', options);
    seed = text.isEmpty() ? 1 : Integer.parseInt(text);
    super.setOptions(options);
    Utils.checkForRemainingOptions(options);
  }

  /** {@return {@code given}, or the default if nothing was given} */
  static double number(String flag, String[] options, double defaultValue) throws Exception {
    String text = Utils.getOption(flag, options);
    return text.isEmpty() ? defaultValue : Double.parseDouble(text);
  }

  static int whole(String flag, String[] options, int defaultValue) throws Exception {
    String text = Utils.getOption(flag, options);
    return text.isEmpty() ? defaultValue : Integer.parseInt(text);
  }

  /** {@return these options, then the seed and those of every classifier} */
  String[] withCommonOptions(String... own) {
    List<String> options = new ArrayList<>(Arrays.asList(own));
    options.add("-S");
    options.add(Integer.toString(seed));
    Collections.addAll(options, super.getOptions());
    return options.toArray(new String[0]);
  }

  @Override
  public String toString() {
    return learned
        ? "%s, learned; first class %.4f of the rows".formatted(getClass().getSimpleName(), share)
        : getClass().getSimpleName() + ": predicts the class shares of the rows it was given";
  }
}
