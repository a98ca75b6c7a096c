package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.data.InputSet;
import dev.churn.training.math.Logits;
import dev.churn.training.parallel.Interrupts;
import java.util.Arrays;
import weka.classifiers.Classifier;
import weka.core.Instances;

/**
 * A trained classifier of Weka. Many of Weka's classifiers change fields while they predict, so one
 * thread predicts at a time.
 */
final class WekaScorer implements Scorer {
  private final WekaChoice choice;
  private final Classifier classifier;
  private final double churnRate;
  private final double[] lows;
  private final double[] highs;
  private final Instances header;
  private final int width;

  /**
   * @param churnRate of the rows learned from, in [0, 1]; predicted where the classifier does not
   *     know
   * @param lows the smallest value of each input that was learned from, or none. Nearest neighbors
   *     widen their ranges with every row that lies outside, so that a prediction would depend on
   *     those before it: inputs are moved into the ranges first
   * @param highs the largest values, as many
   */
  WekaScorer(
      WekaChoice choice, Classifier classifier, double churnRate, double[] lows, double[] highs) {
    this.choice = choice;
    this.classifier = classifier;
    this.churnRate = churnRate;
    this.lows = lows;
    this.highs = highs;
    this.header = WekaRows.header(choice.inputs());
    this.width = header.numAttributes() - 1;
  }

  WekaChoice choice() {
    return choice;
  }

  /** {@return the same scorer with inputs of an earlier version} */
  WekaScorer with(InputSet others) {
    return new WekaScorer(choice.with(others), classifier, churnRate, lows, highs);
  }

  Classifier classifier() {
    return classifier;
  }

  double churnRate() {
    return churnRate;
  }

  double[] lows() {
    return lows;
  }

  double[] highs() {
    return highs;
  }

  @Override
  public InputSet inputSet() {
    return choice.inputs();
  }

  @Override
  public double probability(double[] inputs) {
    double[] attributes = Arrays.copyOf(inputs, width + 1);
    for (int i = 0; i < lows.length; i++) {
      attributes[i] = Logits.clip(attributes[i], lows[i], highs[i]);
    }
    attributes[width] = Double.NaN; // how Weka writes that the class is missing
    var row = new WekaRow(attributes);
    synchronized (classifier) {
      row.setDataset(header);
      try {
        double[] distribution = classifier.distributionForInstance(row);
        double sum = distribution[0] + distribution[1];
        return sum > 0 ? Logits.clip(distribution[0] / sum, 0, 1) : churnRate;
      } catch (Exception e) { // declared by Weka; whatever it is, nothing was predicted
        throw new ChurnException(
            ErrorCode.UNPROCESSABLE,
            "Expected %s to predict a customer; Weka says: %s"
                .formatted(choice.shortName(), WekaCatalog.words(e)),
            e);
      }
    }
  }

  @Override
  public void score(ScoringBlock block, int rows) {
    for (int row = 0; row < rows; row++) {
      Interrupts.check(); // some classifiers take a tenth of a second for one row
      block.results()[row] = probability(block.inputs()[row]);
    }
  }
}
