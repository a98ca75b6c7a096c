package dev.churn.training.data;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The sets of inputs that classifiers can take. */
public enum InputSet implements ModelInputs {
  /** The eight features themselves, in the order of {@link Feature}. */
  FEATURES {
    @Override
    public List<String> names() {
      return FeatureNames.eight();
    }

    @Override
    public void put(double[] features, int at, double[] inputs) {
      System.arraycopy(features, at, inputs, 0, Feature.COUNT);
    }

    @Override
    public void copyRow(TrainingMatrix matrix, int row, double[] inputs) {
      matrix.copyTheEight(row, inputs);
    }
  },

  /** The {@link DerivedInputs}, without those of watched event types. */
  DERIVED {
    @Override
    public List<String> names() {
      return Arrays.stream(DerivedInputs.values())
          .limit(DerivedInputs.COMMON_COUNT)
          .map(input -> input.name().toLowerCase(Locale.ROOT))
          .toList();
    }

    @Override
    public void put(double[] features, int at, double[] inputs) {
      DerivedInputs.put(features, at, inputs);
    }

    @Override
    public void copyRow(TrainingMatrix matrix, int row, double[] inputs) {
      matrix.copyRow(row, inputs);
    }
  },

  /**
   * The {@link DerivedInputs} of version 3, for models that learned from all of them; they are the
   * first of today's, which are put behind them.
   */
  DERIVED_OF_VERSION_3 {
    @Override
    public List<String> names() {
      return DERIVED.names().subList(0, DerivedInputs.COUNT_OF_VERSION_3);
    }

    @Override
    public void put(double[] features, int at, double[] inputs) {
      DerivedInputs.put(features, at, inputs);
    }

    @Override
    public void copyRow(TrainingMatrix matrix, int row, double[] inputs) {
      for (int input = 0; input < DerivedInputs.COUNT_OF_VERSION_3; input++) {
        inputs[input] = matrix.column(input)[row];
      }
    }
  };

  /** {@return the sets that new models can learn from} */
  public static List<InputSet> current() {
    return List.of(FEATURES, DERIVED);
  }

  /** Maximum number of inputs of any set. */
  public static final int MAX_COUNT = Math.max(Feature.COUNT, DerivedInputs.COUNT);

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public double[] of(FeatureVector features) {
    double[] inputs = new double[MAX_COUNT];
    put(features.toArray(), 0, inputs);
    return Arrays.copyOf(inputs, names().size());
  }

  /**
   * Writes the inputs of a customer to {@code inputs}, which has room for {@link #MAX_COUNT}.
   *
   * @param features array that holds all features of the customer, as a {@link FeatureVector} has
   *     them
   * @param at index of the first feature
   */
  public abstract void put(double[] features, int at, double[] inputs);

  /** Writes the inputs of a row of the matrix to {@code inputs}. */
  public abstract void copyRow(TrainingMatrix matrix, int row, double[] inputs);
}
