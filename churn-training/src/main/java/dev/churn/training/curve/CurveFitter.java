package dev.churn.training.curve;

import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModelLearner;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Learns a {@link CurveModel} from the labeled rows of a training. */
public final class CurveFitter {
  private static final int MAX_ROWS = 50_000;
  private static final int FEWEST = 10;
  private static final double RIDGE = 15;

  private final TrainingSet set;
  private final TrainingRows rows;
  private final TrainingMatrix matrix;
  private final long seed;

  public CurveFitter(TrainingSet set, TrainingRows rows, TrainingMatrix matrix, long seed) {
    this.set = set;
    this.rows = rows;
    this.matrix = matrix;
    this.seed = seed;
  }

  public Optional<CurveModel> fit(Progress progress) {
    List<LabeledSnapshot> labeled = TrainTestSplit.labeled(set);
    if (labeled.stream().anyMatch(snapshot -> snapshot.role() == SnapshotRole.LABELLED)
        || !isKnown()) {
      return Optional.empty();
    }
    LocalDate end =
        labeled.get(labeled.size() - 1).asOf().plusDays(set.horizonDays());
    TreeSet<Integer> horizons = new TreeSet<>(SilenceCurve.HORIZONS);
    horizons.add(set.horizonDays());
    List<BaseModel> bases = new ArrayList<>();
    for (int days : horizons) {
      boolean[] labels = new boolean[rows.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = NextActivity.isSilent(rows.nextActivityDays(i), days);
      }
      int[] chosen =
          IntStream.range(0, labels.length)
              .filter(i -> !labeled.get(rows.snapshot(i)).asOf().plusDays(days).isAfter(end))
              .toArray();
      TrainingSample sample =
          matrix.labeled(labels).sample(chosen).ofSomeCustomers(MAX_ROWS, seed);
      if (sample.rarerCount() >= FEWEST) {
        bases.add(
            new BaseModels(days)
                .learn(
                    sample, RIDGE, BaseModelLearner.usualLinearShare(sample), Progress.none()));
      } else if (days == set.horizonDays()) {
        return Optional.empty();
      }
    }
    return Optional.of(new CurveModel(set.horizonDays(), bases));
  }

  private boolean isKnown() {
    for (int i = 0; i < rows.size(); i++) {
      int days = rows.nextActivityDays(i);
      if (days == NextActivity.UNKNOWN
          || NextActivity.isSilent(days, set.horizonDays()) != rows.churned(i)) {
        return false;
      }
    }
    return true;
  }
}
