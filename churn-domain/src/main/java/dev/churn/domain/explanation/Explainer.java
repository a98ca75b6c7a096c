package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.Predictor.BulkPredictor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Explains a probability by the Shapley values of the features. A feature's value is its average
 * effect on the probability, over all orders in which the customer's values can replace those of a
 * background customer, and over all background customers (Lundberg and Lee, A Unified Approach to
 * Interpreting Model Predictions, 2017; interventional, as by Janzing and others, 2020). With n
 * features there are 2ⁿ coalitions, 256 for eight; all are computed, so the values are exact. Each
 * {@link FurtherFeature}, and each {@link TypeFeature}, goes with the feature of its family: the
 * eight are players, and their families are what they bring.
 */
public final class Explainer {
  /**
   * The maximum difference between the probability and the sum of base and contributions, caused by
   * rounding.
   */
  static final double TOLERANCE = 1e-9;

  private static final int COALITIONS = 1 << Feature.COUNT;
  private static final Feature[] FEATURES = Feature.values();
  private static final int WIDTH = FeatureVector.WIDTH;

  /** The index of the feature to whose family each value of a vector belongs. */
  private static final int[] FAMILIES = families();

  /** The indexes of the values of each feature's family. */
  private static final int[][] PLACES = places();

  private Explainer() {}

  private static int[] families() {
    int[] families = new int[WIDTH];
    for (Feature feature : FEATURES) {
      families[feature.ordinal()] = feature.ordinal();
    }
    for (FurtherFeature further : FurtherFeature.values()) {
      families[further.place()] = further.family().ordinal();
    }
    Arrays.fill(families, FeatureVector.COMMON_WIDTH, WIDTH, TypeFeature.FAMILY.ordinal());
    return families;
  }

  private static int[][] places() {
    return IntStream.range(0, Feature.COUNT)
        .mapToObj(family -> IntStream.range(0, WIDTH).filter(i -> FAMILIES[i] == family).toArray())
        .toArray(int[][]::new);
  }

  /**
   * {@return the contributions of the features to the customer's probability}
   *
   * @throws IllegalStateException if base and contributions do not add up to the probability within
   *     1e-9, which happens only if the model violates its contract
   */
  public static Explanation explain(Predictor model, FeatureVector features) {
    List<FeatureVector> background = model.background();
    double[] values = coalitionValues(model, features, background);
    double[] contributions = shapley(values);
    double probability = model.predict(features).value();
    double sum = values[0];
    Map<Feature, Double> byFeature = new EnumMap<>(Feature.class);
    for (Feature feature : FEATURES) {
      byFeature.put(feature, contributions[feature.ordinal()]);
      sum += contributions[feature.ordinal()];
    }
    if (!(Math.abs(sum - probability) <= TOLERANCE)) {
      throw new IllegalStateException(
          "expected contributions that add up to %s, found %s".formatted(probability, sum));
    }
    var sentences =
        new Sentences(
            vector -> model.predict(vector).value(),
            model.featureDefinition(),
            background,
            features);
    return new Explanation(values[0], probability, byFeature, sentences.reasons(byFeature));
  }

  /**
   * {@return the mean probability over the background for each coalition, with the customer's
   * values for features in the coalition and the background customer's values for the others} The
   * index of a coalition is the bit set of its features.
   */
  private static double[] coalitionValues(
      Predictor model, FeatureVector features, List<FeatureVector> background) {
    BulkPredictor bulk = model.bulk();
    double[] own = features.toArray();
    double[] sums = new double[COALITIONS];
    double[] mixed = new double[COALITIONS * WIDTH];
    double[] probabilities = new double[COALITIONS];
    int[] rowOf = new int[COALITIONS];
    for (FeatureVector other : background) {
      double[] others = other.toArray();
      int different = 0;
      for (int i = 0; i < WIDTH; i++) {
        different |= own[i] == others[i] ? 0 : 1 << FAMILIES[i];
      }
      int rows = 0;
      for (int coalition = 0; coalition < COALITIONS; coalition++) {
        int least = coalition & different;
        // a feature with equal values has no effect; the smaller coalition has its row already
        rowOf[coalition] = least == coalition ? rows : rowOf[least];
        if (least == coalition) {
          if (coalition == 0) {
            System.arraycopy(others, 0, mixed, 0, WIDTH);
          } else {
            int smaller = rowOf[coalition & (coalition - 1)];
            System.arraycopy(mixed, smaller * WIDTH, mixed, rows * WIDTH, WIDTH);
            for (int place : PLACES[Integer.numberOfTrailingZeros(coalition)]) {
              mixed[rows * WIDTH + place] = own[place];
            }
          }
          rows++;
        }
      }
      bulk.predict(mixed, rows, probabilities);
      for (int coalition = 0; coalition < COALITIONS; coalition++) {
        sums[coalition] += probabilities[rowOf[coalition]];
      }
    }
    for (int coalition = 0; coalition < COALITIONS; coalition++) {
      sums[coalition] /= background.size();
    }
    return sums;
  }

  private static double[] shapley(double[] values) {
    double[] weights = weights();
    double[] contributions = new double[Feature.COUNT];
    for (int i = 0; i < Feature.COUNT; i++) {
      int bit = 1 << i;
      for (int coalition = 0; coalition < COALITIONS; coalition++) {
        if ((coalition & bit) == 0) {
          contributions[i] +=
              weights[Integer.bitCount(coalition)] * (values[coalition | bit] - values[coalition]);
        }
      }
    }
    return contributions;
  }

  /**
   * {@return for each coalition size the fraction of feature orders in which a given feature comes
   * directly after a given coalition} With n features and a coalition of size s it is s!(n − 1 −
   * s)!/n!.
   */
  private static double[] weights() {
    double[] weights = new double[Feature.COUNT];
    double choices = 1; // number of ways to choose s of the other n − 1 features
    for (int size = 0; size < Feature.COUNT; size++) {
      weights[size] = 1 / (Feature.COUNT * choices);
      choices = choices * (Feature.COUNT - 1 - size) / (size + 1);
    }
    return weights;
  }
}
