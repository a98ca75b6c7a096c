package dev.churn.training.evaluation;

import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.math.SplitMix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Draws the background customers to which explanations compare a customer. */
public final class BackgroundSample {
  private BackgroundSample() {}

  /**
   * {@return the features of rows of active customers, drawn without replacement} Every row has the
   * same probability; the draw depends only on customers, features and seed. If nobody was active,
   * it is from all rows.
   *
   * @param rows at least one
   */
  public static List<FeatureVector> of(TrainingRows rows, ActiveWindow window, long seed) {
    int[] active =
        IntStream.range(0, rows.size()).filter(i -> window.includes(rows.features(i))).toArray();
    return (active.length > 0 ? Arrays.stream(active) : IntStream.range(0, rows.size()))
        .boxed()
        .sorted(
            Comparator.comparingLong(
                i -> SplitMix.mix((rows.customer(i) + i) ^ SplitMix.mix(seed))))
        .limit(Predictor.MAX_BACKGROUND)
        .map(rows::features)
        .toList();
  }
}
