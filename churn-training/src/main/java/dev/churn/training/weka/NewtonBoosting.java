package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.BoostedScorer;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.FlatTrees;
import weka.core.Option;
import weka.core.TechnicalInformation;

/** Gradient boosting by Newton steps, on histogram trees. */
public final class NewtonBoosting extends NumericClassifier {
  private static final long serialVersionUID = 1L;

  private int rounds = 100;
  private double shrinkage = 0.05;
  private int maxDepth = 3;
  private int minRows = 50;
  private double lambda = 5;
  private double rowShare = 0.6;
  private int inputsPerSplit = 4;
  private int[] roots;
  private int[] inputs;
  private double[] values;
  private int[] rights;
  private double start;
  private transient BoostedScorer boosted;

  /** Has the default options. */
  public NewtonBoosting() {}

  /** {@return what the Explorer tells about it} */
  public String globalInfo() {
    return "Gradient boosting by Newton steps on the log-likelihood, which is LogitBoost with a penalty on the leaves, on histogram trees.\n\n"
        + getTechnicalInformation();
  }

  @Override
  public TechnicalInformation getTechnicalInformation() {
    var paper = new TechnicalInformation(TechnicalInformation.Type.ARTICLE);
    paper.setValue(
        TechnicalInformation.Field.AUTHOR,
        "Jerome Friedman and Trevor Hastie and Robert Tibshirani");
    paper.setValue(
        TechnicalInformation.Field.TITLE,
        "Additive Logistic Regression: a Statistical View of Boosting");
    paper.setValue(TechnicalInformation.Field.JOURNAL, "Annals of Statistics");
    paper.setValue(TechnicalInformation.Field.YEAR, "2000");
    paper.setValue(TechnicalInformation.Field.VOLUME, "28");
    paper.setValue(TechnicalInformation.Field.NUMBER, "2");
    return paper;
  }

  @Override
  void learn(TrainingSample sample, long withSeed, Progress progress) {
    boosted =
        new BoostingLearner(rounds, shrinkage, maxDepth, minRows, lambda, rowShare, inputsPerSplit)
            .learn(sample, withSeed, progress);
    FlatTrees grown = boosted.trees();
    start = boosted.start();
    roots = grown.roots();
    inputs = grown.inputs();
    values = grown.values();
    rights = grown.rights();
  }

  @Override
  Scorer scorer() {
    if (boosted == null) { // it was serialized
      boosted = new BoostedScorer(new FlatTrees(roots, inputs, values, rights), start);
    }
    return boosted;
  }

  @Override
  Option[] ownOptions() {
    return new Option[] {
      new Option("\tThe number of rounds, with one tree each (default 100).", "I", 1, "-I <num>"),
      new Option("\tThe learning rate, 0 to 1 (default 0.05).", "H", 1, "-H <num>"),
      new Option("\tThe maximum depth of a tree (default 3).", "depth", 1, "-depth <num>"),
      new Option(
          "\tThe minimum number of rows in a leaf; fewer where rows are few (default 50).",
          "M",
          1,
          "-M <num>"),
      new Option("\tThe L2 penalty on the values of leaves (default 5).", "L", 1, "-L <num>"),
      new Option(
          "\tThe share of the rows that each tree learns from (default 0.6).", "P", 1, "-P <num>"),
      new Option(
          "\tThe number of random inputs tried at each split (default 4).", "K", 1, "-K <num>"),
    };
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    rounds = whole("I", options, 100);
    shrinkage = number("H", options, 0.05);
    maxDepth = whole("depth", options, 3);
    minRows = whole("M", options, 50);
    lambda = number("L", options, 5);
    rowShare = number("P", options, 0.6);
    inputsPerSplit = whole("K", options, 4);
    super.setOptions(options);
  }

  @Override
  public String[] getOptions() {
    return withCommonOptions(
        "-I",
        Integer.toString(rounds),
        "-H",
        Double.toString(shrinkage),
        "-depth",
        Integer.toString(maxDepth),
        "-M",
        Integer.toString(minRows),
        "-L",
        Double.toString(lambda),
        "-P",
        Double.toString(rowShare),
        "-K",
        Integer.toString(inputsPerSplit));
  }

  public int getRounds() {
    return rounds;
  }

  public void setRounds(int value) {
    rounds = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String roundsTipText() {
    return "The number of rounds, with one tree each, at least 1.";
  }

  public double getShrinkage() {
    return shrinkage;
  }

  public void setShrinkage(double value) {
    shrinkage = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String shrinkageTipText() {
    return "The learning rate, above 0 to 1.";
  }

  public int getMaxDepth() {
    return maxDepth;
  }

  public void setMaxDepth(int value) {
    maxDepth = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String maxDepthTipText() {
    return "The maximum depth of a tree.";
  }

  public int getMinRows() {
    return minRows;
  }

  public void setMinRows(int value) {
    minRows = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String minRowsTipText() {
    return "The minimum number of rows in a leaf; fewer where rows are few.";
  }

  public double getLambda() {
    return lambda;
  }

  public void setLambda(double value) {
    lambda = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String lambdaTipText() {
    return "The L2 penalty on the values of leaves, 0 for none.";
  }

  public double getRowShare() {
    return rowShare;
  }

  public void setRowShare(double value) {
    rowShare = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String rowShareTipText() {
    return "The share of the rows that each tree learns from, above 0 to 1.";
  }

  public int getInputsPerSplit() {
    return inputsPerSplit;
  }

  public void setInputsPerSplit(int value) {
    inputsPerSplit = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String inputsPerSplitTipText() {
    return "The number of randomly chosen inputs tried at each split.";
  }
}
