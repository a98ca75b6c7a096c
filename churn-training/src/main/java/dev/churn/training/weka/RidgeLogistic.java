package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import weka.core.Option;
import weka.core.TechnicalInformation;

/** Logistic regression with a penalty on the squared, standardized coefficients. */
public final class RidgeLogistic extends NumericClassifier {
  private static final long serialVersionUID = 1L;

  private double ridge = 1.5;
  private int[] inputs;
  private double[] means;
  private double[] scales;
  private double[] weights;
  private double intercept;
  private transient LinearScorer fitted;

  /** Has the default options. */
  public RidgeLogistic() {}

  /** {@return what the Explorer tells about it} */
  public String globalInfo() {
    return "Logistic regression over standardized inputs, with a penalty on the squared coefficients, fitted by Newton steps.\n\n"
        + getTechnicalInformation();
  }

  @Override
  public TechnicalInformation getTechnicalInformation() {
    var paper = new TechnicalInformation(TechnicalInformation.Type.ARTICLE);
    paper.setValue(TechnicalInformation.Field.AUTHOR, "S. le Cessie and J. C. van Houwelingen");
    paper.setValue(TechnicalInformation.Field.TITLE, "Ridge Estimators in Logistic Regression");
    paper.setValue(TechnicalInformation.Field.JOURNAL, "Applied Statistics");
    paper.setValue(TechnicalInformation.Field.YEAR, "1992");
    paper.setValue(TechnicalInformation.Field.VOLUME, "41");
    paper.setValue(TechnicalInformation.Field.NUMBER, "1");
    return paper;
  }

  @Override
  void learn(TrainingSample sample, long withSeed, Progress progress) {
    fitted = new LogisticLearner(ridge).learn(sample, withSeed, progress);
    inputs = fitted.inputs();
    means = fitted.means();
    scales = fitted.scales();
    weights = fitted.weights();
    intercept = fitted.intercept();
  }

  @Override
  Scorer scorer() {
    if (fitted == null) { // it was serialized
      fitted = new LinearScorer(inputs, means, scales, weights, intercept);
    }
    return fitted;
  }

  @Override
  Option[] ownOptions() {
    return new Option[] {
      new Option(
          "\tThe weight of the squared coefficients against the log-likelihood of all rows (default 1.5).",
          "R",
          1,
          "-R <num>"),
    };
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    ridge = number("R", options, 1.5);
    super.setOptions(options);
  }

  @Override
  public String[] getOptions() {
    return withCommonOptions("-R", Double.toString(ridge));
  }

  public double getRidge() {
    return ridge;
  }

  public void setRidge(double value) {
    ridge = value;
  }

  /** {@return the tip that the Explorer shows} */
  public String ridgeTipText() {
    return "The weight of the squared, standardized coefficients against the log-likelihood of all rows; positive.";
  }
}
