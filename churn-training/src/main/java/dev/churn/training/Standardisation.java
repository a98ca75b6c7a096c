package dev.churn.training;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Inputs moved and scaled to mean 0 and standard deviation 1 over the rows learned from. Inputs
 * that are the same in all rows say nothing and are left out.
 */
final class Standardisation implements WekaData.Encoding {
  private final int[] places;
  private final double[] means;
  private final double[] scales;

  Standardisation(int[] places, double[] means, double[] scales) {
    this.places = places;
    this.means = means;
    this.scales = scales;
  }

  int[] places() {
    return places;
  }

  double[] means() {
    return means;
  }

  double[] scales() {
    return scales;
  }

  /** Below this share of its size a deviation is what rounding leaves of none. */
  private static final double NEGLIGIBLE = 1e-9;

  static Standardisation of(Rows rows, int[] candidates) {
    double[] means = new double[candidates.length];
    double[] squares = new double[candidates.length];
    // Welford's update: no difference of large sums
    for (int i = 0; i < rows.size(); i++) {
      double[] inputs = DerivedInputs.of(rows.features(i));
      for (int j = 0; j < candidates.length; j++) {
        double difference = inputs[candidates[j]] - means[j];
        means[j] += difference / (i + 1);
        squares[j] += difference * (inputs[candidates[j]] - means[j]);
      }
    }
    double[] scales = new double[candidates.length];
    Arrays.setAll(scales, j -> Math.sqrt(squares[j] / rows.size()));
    int[] kept =
        IntStream.range(0, candidates.length)
            .filter(j -> scales[j] > NEGLIGIBLE * Math.max(1, Math.abs(means[j])))
            .toArray();
    return new Standardisation(
        Arrays.stream(kept).map(j -> candidates[j]).toArray(),
        Arrays.stream(kept).mapToDouble(j -> means[j]).toArray(),
        Arrays.stream(kept).mapToDouble(j -> scales[j]).toArray());
  }

  @Override
  public double[] attributes(double[] inputs) {
    double[] attributes = new double[places.length + 1];
    for (int i = 0; i < places.length; i++) {
      attributes[i] = (inputs[places[i]] - means[i]) / scales[i];
    }
    return attributes;
  }
}
