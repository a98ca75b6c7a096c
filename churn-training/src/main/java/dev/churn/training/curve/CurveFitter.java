package dev.churn.training.curve;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModelLearner;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.FlatTrees;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Learns a {@link CurveModel} from the labeled rows of a training. For each horizon it takes the
 * rows after which so many days are known, labeled by whether the customer was active in them. Of
 * many rows it takes those of a part of the customers. The process of buying and dropping out is
 * the same for all horizons, fitted to the labels of that of the model. Trees, if there are any,
 * start from the base model of their horizon. Used by one thread.
 */
public final class CurveFitter {
  /** About how many rows a horizon learns from at most; more would hardly change 47 parameters. */
  private static final int MAX_ROWS = 10_000;

  /** A horizon with fewer rows of the rarer outcome is left out. */
  private static final int FEWEST = 20;

  /**
   * The usual penalty of the regression; tuning it for each horizon would cost more than it gains.
   */
  private static final double RIDGE = 15;

  /** Few and small trees, since there is one set of them for each horizon. */
  private static final BoostingLearner TREES = new BoostingLearner(40, 0.05, 3, 50, 5, 0.6, 4);

  private final TrainingSet set;
  private final TrainingRows rows;
  private final TrainingMatrix matrix;
  private final MbgNbd histories;
  private final boolean hasTrees;
  private final long seed;
  private final List<LabeledSnapshot> labeled;

  /**
   * @param rows all labeled rows of the set, as in the matrix
   * @param histories MBG/NBD fitted to the histories of the customers, with any horizon
   * @param hasTrees whether the models of the horizons have trees
   */
  public CurveFitter(
      TrainingSet set,
      TrainingRows rows,
      TrainingMatrix matrix,
      MbgNbd histories,
      boolean hasTrees,
      long seed) {
    this.set = set;
    this.rows = rows;
    this.matrix = matrix;
    this.histories = histories;
    this.hasTrees = hasTrees;
    this.seed = seed;
    this.labeled = TrainTestSplit.labeled(set);
  }

  /**
   * What was learned.
   *
   * @param model empty if there can be none
   * @param sentence its horizons, or why there is none
   */
  public record Fitted(Optional<CurveModel> model, String sentence) {
    public Fitted {
      requireNonNull(model, "model");
      requireNonNull(sentence, "sentence");
    }

    private static Fitted none(String reason) {
      return new Fitted(Optional.empty(), "none: " + reason);
    }
  }

  /** {@return the curve, or the reason why there is none} */
  public Fitted fit(Progress progress) {
    if (!set.definition().churnEventTypes().isEmpty()) {
      return Fitted.none("customers leave by events, not by silence");
    }
    if (labeled.stream().anyMatch(snapshot -> snapshot.role() == SnapshotRole.LABELLED)) {
      return Fitted.none("labels of a file say nothing about other horizons");
    }
    if (IntStream.range(0, rows.size())
        .anyMatch(i -> rows.nextActivityDays(i) == NextActivity.UNKNOWN)) {
      return Fitted.none(
          "the feature table was made by an earlier version; process the dataset again");
    }
    if (IntStream.range(0, rows.size()).anyMatch(i -> isSilent(i, horizon()) != rows.churned(i))) {
      return Fitted.none("the labels are not about silence");
    }
    TreeSet<Integer> horizons = new TreeSet<>(SilenceCurve.HORIZONS);
    horizons.add(horizon());
    TrainingSample own = sample(horizon());
    if (own.rarerCount() < FEWEST) {
      return Fitted.none(
          "expected %d customers with each outcome, found %d".formatted(FEWEST, own.rarerCount()));
    }
    MbgNbd process = BaseModels.toLabels(own, histories.within(horizon()));
    List<OffsetBoosting> models = new ArrayList<>();
    int done = 0;
    for (int days : horizons) {
      progress.report(
          (double) done++ / horizons.size(),
          "Fitting the curve of silence at %d days".formatted(days));
      Interrupts.check();
      TrainingSample sample = days == horizon() ? own : sample(days);
      if (sample.rarerCount() >= FEWEST) {
        LinearScorer linear = learn(sample, models);
        models.add(
            withTrees(
                new BaseModel(
                    process.within(days), linear, BaseModelLearner.usualLinearShare(sample)),
                sample));
      }
    }
    var model = new CurveModel(horizon(), models);
    return new Fitted(
        Optional.of(model),
        model.days().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " days");
  }

  private int horizon() {
    return set.horizonDays();
  }

  private boolean isSilent(int row, int days) {
    return NextActivity.isSilent(rows.nextActivityDays(row), days);
  }

  /** {@return the rows after which so many days are known, with their outcomes} */
  private TrainingSample sample(int days) {
    LocalDate lastDay = labeled.get(labeled.size() - 1).asOf().plusDays(horizon());
    boolean[] silent = new boolean[rows.size()];
    for (int i = 0; i < silent.length; i++) {
      silent[i] = isSilent(i, days);
    }
    int[] known =
        IntStream.range(0, silent.length)
            .filter(i -> !labeled.get(rows.snapshot(i)).asOf().plusDays(days).isAfter(lastDay))
            .toArray();
    return matrix.labeled(silent).sample(known).ofSomeCustomers(MAX_ROWS, seed);
  }

  /** {@return the regression of a horizon; the search begins at that of the one before it} */
  private static LinearScorer learn(TrainingSample sample, List<OffsetBoosting> models) {
    return models.isEmpty()
        ? LogisticLearner.path(sample, new double[] {RIDGE}, Progress.none()).get(0)
        : LogisticLearner.from(
            models.get(models.size() - 1).base().linear(), sample, RIDGE, Progress.none());
  }

  private OffsetBoosting withTrees(BaseModel base, TrainingSample sample) {
    return hasTrees
        ? OffsetBoosting.learn(base, TREES, sample, seed, Progress.none())
        : new OffsetBoosting(base, FlatTrees.none());
  }
}
