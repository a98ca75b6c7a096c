package dev.churn.training;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.math.Logits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Simulated customers, the same for the same seed. */
public final class Synthetic {
  public static final FeatureDefinition DEFINITION =
      new FeatureDefinition(Set.of("purchase", "größte Bestellung"), 250.5);
  public static final LocalDate LAST_DAY = LocalDate.of(2024, 6, 30);

  private Synthetic() {}

  /** How likely a customer with such features churns. */
  @FunctionalInterface
  public interface Truth {
    double of(FeatureVector features);
  }

  /** Nothing to be learned. */
  public static final Truth NOISE = features -> 0.4;

  /** Log-odds fall with recency and frequency: an area of about .87 is there to be found. */
  public static final Truth SIGNAL =
      features ->
          Logits.probability(
              4
                  - 0.06 * features.toArray()[0]
                  - 0.03 * features.toArray()[1]
                  + (features.toArray()[7] > 60 ? 1 : 0));

  /** {@return all types but that which stands for the best of them} */
  public static List<ModelType> learnable() {
    return List.of(
        ModelType.LOGISTIC_REGRESSION, ModelType.RANDOM_FOREST, ModelType.GRADIENT_BOOSTING);
  }

  /** {@return the learnable types and that which stands for the best of them} */
  public static List<ModelType> types() {
    List<ModelType> types = new ArrayList<>(learnable());
    types.add(ModelType.AUTO);
    return types;
  }

  public static TrainingSet outOfTime(int customers, int snapshots, Truth truth, long seed) {
    List<LabeledSnapshot> list = new ArrayList<>();
    for (int i = 0; i < snapshots; i++) {
      list.add(
          new LabeledSnapshot(
              LAST_DAY.minusDays(30L * i),
              i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              rows(customers, truth, seed + i)));
    }
    return new TrainingSet(DEFINITION, 30, list);
  }

  public static TrainingSet single(LabeledRows rows, SnapshotRole role) {
    return new TrainingSet(DEFINITION, 30, List.of(new LabeledSnapshot(LAST_DAY, role, rows)));
  }

  public static LabeledRows rows(int customers, Truth truth, long seed) {
    var random = new Random(seed);
    var rows = new LabeledRows();
    for (int i = 0; i < customers; i++) {
      FeatureVector features = customer(random);
      rows.add("customer-" + i, features, random.nextDouble() < truth.of(features));
    }
    return rows;
  }

  /** {@return the first so many that churned and so many that stayed} */
  public static LabeledRows rows(int churned, int stayed) {
    var random = new Random(5);
    var rows = new LabeledRows();
    for (int i = 0; i < churned + stayed; i++) {
      rows.add("customer-" + i, customer(random), i < churned);
    }
    return rows;
  }

  /** {@return the features of a customer whose active days are drawn evenly from the past} */
  public static FeatureVector customer(Random random) {
    int tenure = 1 + random.nextInt(700);
    int activeDays = 1 + (int) Math.min(tenure, -8 * Math.log(1 - random.nextDouble()));
    int silent = activeDays == 1 ? tenure : random.nextInt(Math.min(90, tenure));
    double gap = activeDays == 1 ? tenure : (double) (tenure - silent) / (activeDays - 1);
    int recentDays = silent >= 90 ? 0 : 1 + random.nextInt(Math.min(activeDays, 90 - silent));
    double money = recentDays * (5 + random.nextInt(200));
    return Vectors.of(
        100 * Math.max(0, 1 - silent / 365.0),
        100 * Math.min(1, Math.log1p(recentDays) / Math.log(101)),
        100 * Math.min(1, Math.log1p(money) / Math.log1p(DEFINITION.monetaryReference())),
        100
            * (0.5 * Math.min(1, Math.log1p(recentDays) / Math.log(31))
                + 0.3 * Math.exp(-silent / 30.0)
                + 0.2 * Math.min(1, random.nextInt(6) / 5.0)),
        tenure,
        (random.nextInt(29) - 14) / 2247.5,
        random.nextInt(5) == 0 ? 0 : random.nextInt(20000) / 100.0,
        gap);
  }
}
