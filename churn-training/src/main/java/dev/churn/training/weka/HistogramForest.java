package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tree.ForestScorer;
import weka.core.Option;
import weka.core.TechnicalInformation;

/** A random forest of histogram trees. */
public final class HistogramForest extends NumericClassifier {
  private static final long serialVersionUID = 1L;

  private int trees = 200;
  private int maxDepth = 12;
  private int minRows = 30;
  private int inputsPerSplit = 4;
  private int[] roots;
  private int[] inputs;
  private double[] values;
  private int[] rights;
  private transient ForestScorer forest;

  /** Has the default options. */
  public HistogramForest() {}

  /** {@return what the Explorer tells about it} */
  public String globalInfo() {
    return "A random forest whose trees cut each input into at most 255 bins, learned on all processors with the same result as on one.\n\n"
        + getTechnicalInformation();
  }

  @Override
  public TechnicalInformation getTechnicalInformation() {
    var paper = new TechnicalInformation(TechnicalInformation.Type.ARTICLE);
    paper.setValue(TechnicalInformation.Field.AUTHOR, "Leo Breiman");
    paper.setValue(TechnicalInformation.Field.TITLE, "Random Forests");
    paper.setValue(TechnicalInformation.Field.JOURNAL, "Machine Learning");
    paper.setValue(TechnicalInformation.Field.YEAR, "2001");
    paper.setValue(TechnicalInformation.Field.VOLUME, "45");
    paper.setValue(TechnicalInformation.Field.NUMBER, "1");
    return paper;
  }

  @Override
  void learn(TrainingSample sample, long withSeed, Progress progress) {
    forest =
        new ForestLearner(trees, maxDepth, minRows, inputsPerSplit)
            .learn(sample, withSeed, progress);
    FlatTrees grown = forest.trees();
    roots = grown.roots();
    inputs = grown.inputs();
    values = grown.values();
    rights = grown.rights();
  }

  @Override
  Scorer scorer() {
    if (forest == null) { // it was serialized
      forest = new ForestScorer(new FlatTrees(roots, inputs, values, rights));
    }
    return forest;
  }

  @Override
  Option[] ownOptions() {
    return new Option[] {
      new Option("\tThe number of trees (default 200).", "I", 1, "-I <num>"),
      new Option("\tThe maximum depth of a tree (default 12).", "depth", 1, "-depth <num>"),
      new Option(
          "\tThe minimum number of rows in a leaf; fewer where rows are few (default 30).",
          "M",
          1,
          "-M <num>"),
      new Option(
          "\tThe number of random inputs tried at each split (default 4).", "K", 1, "-K <num>"),
    };
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    trees = whole("I", options, 200);
    maxDepth = whole("depth", options, 12);
    minRows = whole("M", options, 30);
    inputsPerSplit = whole("K", options, 4);
    super.setOptions(options);
  }

  @Override
  public String[] getOptions() {
    return withCommonOptions(
        "-I",
        Integer.toString(trees),
        "-depth",
        Integer.toString(maxDepth),
        "-M",
        Integer.toString(minRows),
        "-K",
        Integer.toString(inputsPerSplit));
  }

  public int getTrees() {
    return trees;
  }

  public void setTrees(int value) {
    trees = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String treesTipText() {
    return "The number of trees, at least 1.";
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
