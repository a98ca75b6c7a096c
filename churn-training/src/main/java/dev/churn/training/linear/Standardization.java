package dev.churn.training.linear;

import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingSample;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Inputs standardized to mean 0 and standard deviation 1 over the weighted training rows. Constant
 * inputs carry no information and are left out.
 */
public final class Standardization {
  private final int[] places;
  private final double[] means;
  private final double[] scales;

  private Standardization(int[] places, double[] means, double[] scales) {
    this.places = places;
    this.means = means;
    this.scales = scales;
  }

  /** {@return the inputs that were kept, as indexes of {@link DerivedInputs}} */
  public int[] places() {
    return places;
  }

  public double[] means() {
    return means;
  }

  public double[] scales() {
    return scales;
  }

  /** A standard deviation below this fraction of the input's magnitude is rounding error. */
  private static final double NEGLIGIBLE = 1e-9;

  public static Standardization of(TrainingSample sample, int[] candidates) {
    double[] means = new double[candidates.length];
    double[] scales = new double[candidates.length];
    double total = sample.totalWeight();
    for (int j = 0; j < candidates.length; j++) {
      double[] column = sample.matrix().column(candidates[j]);
      double sum = 0;
      for (int row : sample.rows()) {
        sum += sample.matrix().weight(row) * column[row];
      }
      means[j] = sum / total;
      double squares = 0; // relative to the mean, which avoids a difference of large sums
      for (int row : sample.rows()) {
        double difference = column[row] - means[j];
        squares += sample.matrix().weight(row) * difference * difference;
      }
      scales[j] = Math.sqrt(squares / total);
    }
    int[] kept =
        IntStream.range(0, candidates.length)
            .filter(j -> scales[j] > NEGLIGIBLE * Math.max(1, Math.abs(means[j])))
            .toArray();
    return new Standardization(
        Arrays.stream(kept).map(j -> candidates[j]).toArray(),
        Arrays.stream(kept).mapToDouble(j -> means[j]).toArray(),
        Arrays.stream(kept).mapToDouble(j -> scales[j]).toArray());
  }
}
