package dev.churn.training.weka;

import dev.churn.training.data.Bins;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.math.SplitMix;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.TreeGrower;
import dev.churn.training.tree.TreeLimits;
import dev.churn.training.tree.TreeTarget;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.stream.IntStream;
import weka.classifiers.AbstractClassifier;
import weka.core.Attribute;
import weka.core.Capabilities;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.WeightedInstancesHandler;

/**
 * The histogram tree as a classifier of Weka, for classes and for numbers, so that Weka's own
 * ensembles can be put over it. It takes instances whose attributes are the tree inputs in their
 * order, and makes its bins of the instances that it is given.
 */
final class HistogramTree extends AbstractClassifier implements WeightedInstancesHandler {
  private static final long serialVersionUID = 1L;

  private final int[] inputs = DerivedInputs.forTrees(Double.POSITIVE_INFINITY);
  private final int maxDepth;
  private final int minRows;
  private final int inputsPerSplit;
  private final boolean weightsAreDraws;
  private transient SplitMix random;
  private transient FlatTrees tree;

  /**
   * @param weightsAreDraws whether the weights say how often an instance was drawn, and so counts
   *     for the size of a leaf
   */
  HistogramTree(int maxDepth, int minRows, int inputsPerSplit, boolean weightsAreDraws) {
    this.maxDepth = maxDepth;
    this.minRows = minRows;
    this.inputsPerSplit = inputsPerSplit;
    this.weightsAreDraws = weightsAreDraws;
  }

  /** {@return what was grown: one tree} */
  FlatTrees trees() {
    return tree;
  }

  void drawFrom(SplitMix source) {
    random = source;
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities capabilities = new Capabilities(this);
    capabilities.enable(Capabilities.Capability.NUMERIC_ATTRIBUTES);
    capabilities.enable(Capabilities.Capability.BINARY_CLASS);
    capabilities.enable(Capabilities.Capability.NUMERIC_CLASS);
    return capabilities;
  }

  @Override
  public void buildClassifier(Instances data) {
    int size = data.numInstances();
    TreeTarget target = weightsAreDraws ? TreeTarget.ofDrawnRows(size) : TreeTarget.ofRows(size);
    double[][] columns = new double[inputs.length][size];
    for (int row = 0; row < size; row++) {
      Instance instance = data.instance(row);
      double response =
          data.classAttribute().isNumeric()
              ? instance.classValue()
              : instance.classValue() == WekaData.CHURNED ? 1 : 0;
      target.gradients()[row] = instance.weight() * response;
      target.curvatures()[row] = instance.weight();
      if (weightsAreDraws) {
        target.counts()[row] = (int) instance.weight();
      }
      for (int j = 0; j < inputs.length; j++) {
        columns[j][row] = instance.value(j);
      }
    }
    double maxStep = weightsAreDraws ? Double.MAX_VALUE : BoostingLearner.MAX_STEP;
    var limits = new TreeLimits(maxDepth, minRows, inputsPerSplit, 0, 0, maxStep);
    int[] rows = IntStream.range(0, size).toArray();
    Bins.Bin[] bins =
        Arrays.stream(columns).map(column -> Bins.Bin.of(column, rows)).toArray(Bins.Bin[]::new);
    tree = new TreeGrower(inputs, bins, size, limits, null).grow(rows, size, target, random, 1);
  }

  @Override
  public double[] distributionForInstance(Instance instance) {
    double[] row = new double[DerivedInputs.COUNT];
    Enumeration<Attribute> attributes = instance.enumerateAttributes();
    for (int j = 0; attributes.hasMoreElements(); j++) {
      row[inputs[j]] = instance.value(attributes.nextElement());
    }
    double value = tree.sum(row);
    return instance.classAttribute().isNumeric()
        ? new double[] {value}
        : new double[] {value, 1 - value};
  }
}
