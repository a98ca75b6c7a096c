package dev.churn.training;

import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.job.Progress;
import dev.churn.training.calibration.CrossFitting;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LogisticLearner;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The watched event types that a model learns from: in their order, each with which a ridge
 * regression predicts customers of other folds better than with those chosen before it. Of many
 * rows, it sees those of a part of the customers. Immutable.
 */
final class TypeChoice {
  private static final int MAX_ROWS = 20_000;
  private static final double RIDGE = 15;

  /** The least gain in log-loss, as a share of it; less may be chance. */
  private static final double LEAST_GAIN = 0.002;

  private final List<String> watched; // the types of the table
  private final int[] places; // of the chosen ones among them, ascending

  private TypeChoice(List<String> watched, int[] places) {
    this.watched = watched;
    this.places = places;
  }

  /** {@return the types that help to predict the rows of a sample} */
  static TypeChoice of(TrainingSample sample, List<String> watched, long seed) {
    int[] chosen = new int[0];
    if (sample.matrix().types() == 0) {
      return new TypeChoice(watched, chosen);
    }
    TrainingSample some = sample.ofSomeCustomers(MAX_ROWS, seed);
    double lowest = logLoss(some, chosen, seed);
    for (int type = 0; type < sample.matrix().types(); type++) {
      int[] more = Arrays.copyOf(chosen, chosen.length + 1);
      more[chosen.length] = type;
      double with = logLoss(some, more, seed);
      if (with < lowest * (1 - LEAST_GAIN)) {
        chosen = more;
        lowest = with;
      }
    }
    return new TypeChoice(watched, chosen);
  }

  private static double logLoss(TrainingSample sample, int[] types, long seed) {
    return CrossFitting.of(sample.withTypes(types), seed)
        .logLoss(new LogisticLearner(RIDGE), Progress.none());
  }

  /** {@return a sample of rows of the same table with the inputs of the chosen types only} */
  TrainingSample of(TrainingSample sample) {
    return sample.withTypes(places);
  }

  /** {@return the names of the chosen types} */
  List<String> names() {
    return IntStream.of(places).mapToObj(watched::get).toList();
  }

  /** {@return the names of the chosen types in words, or that there are none} */
  String sentence() {
    return places.length == 0
        ? "none of " + EventTypeNames.of(watched)
        : EventTypeNames.of(names());
  }
}
