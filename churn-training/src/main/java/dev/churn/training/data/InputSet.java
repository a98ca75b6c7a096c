package dev.churn.training.data;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a classifier takes of a customer. */
public enum InputSet implements ModelInputs {
  /** The features themselves, in the order of {@link Feature}. */
  FEATURES {
    @Override
    public List<String> names() {
      return Arrays.stream(Feature.values()).map(Feature::columnName).toList();
    }

    @Override
    public void put(double[] features, int at, double[] inputs) {
      System.arraycopy(features, at, inputs, 0, Feature.COUNT);
    }

    @Override
    public void copyRow(TrainingMatrix matrix, int row, double[] inputs) {
      matrix.copyFeatures(row, inputs);
    }
  },

  /** All {@link DerivedInputs}. */
  DERIVED {
    @Override
    public List<String> names() {
      return Arrays.stream(DerivedInputs.values())
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
  };

  /** Enough room for the inputs of any set. */
  public static final int MAX_COUNT = Math.max(Feature.COUNT, DerivedInputs.COUNT);

  @Override
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public double[] of(FeatureVector features) {
    double[] inputs = new double[names().size()];
    put(features.toArray(), 0, inputs);
    return inputs;
  }

  /**
   * Puts the inputs of a customer into {@code inputs}.
   *
   * @param features holds those of the customer in the order of {@link Feature}
   * @param at where they begin
   */
  public abstract void put(double[] features, int at, double[] inputs);

  /** Puts the inputs of a row of the matrix into {@code inputs}. */
  public abstract void copyRow(TrainingMatrix matrix, int row, double[] inputs);
}
