package dev.churn.training;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabelledRows;
import dev.churn.domain.model.LearningSet;
import dev.churn.domain.model.LearningSet.LabelledSnapshot;
import dev.churn.domain.model.ModelType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Simulated customers, the same for the same seed. */
final class Synthetic {
  static final FeatureDefinition DEFINITION =
      new FeatureDefinition(Set.of("purchase", "größte Bestellung"), 250.5);
  static final LocalDate LAST_DAY = LocalDate.of(2024, 6, 30);

  private Synthetic() {}

  /** How likely a customer with such features churns. */
  @FunctionalInterface
  interface Truth {
    double of(FeatureVector features);
  }

  /** Nothing to be learned. */
  static final Truth NOISE = features -> 0.4;

  /** Log-odds fall with recency and frequency: an area of about .87 is there to be found. */
  static final Truth SIGNAL =
      features ->
          Logits.probability(
              4
                  - 0.06 * features.toArray()[0]
                  - 0.03 * features.toArray()[1]
                  + (features.toArray()[7] > 60 ? 1 : 0));

  /** {@return all types but that which stands for the best of them} */
  static Set<ModelType> learnable() {
    return EnumSet.complementOf(EnumSet.of(ModelType.AUTO));
  }

  static LearningSet outOfTime(int customers, int snapshots, Truth truth, long seed) {
    List<LabelledSnapshot> list = new ArrayList<>();
    for (int i = 0; i < snapshots; i++) {
      list.add(
          new LabelledSnapshot(
              LAST_DAY.minusDays(30L * i),
              i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              rows(customers, truth, seed + i)));
    }
    return new LearningSet(DEFINITION, 30, list);
  }

  static LearningSet single(LabelledRows rows, SnapshotRole role) {
    return new LearningSet(DEFINITION, 30, List.of(new LabelledSnapshot(LAST_DAY, role, rows)));
  }

  static LabelledRows rows(int customers, Truth truth, long seed) {
    var random = new Random(seed);
    var rows = new LabelledRows();
    for (int i = 0; i < customers; i++) {
      FeatureVector features = customer(random);
      rows.add("customer-" + i, features, random.nextDouble() < truth.of(features));
    }
    return rows;
  }

  /** {@return the first so many that churned and so many that stayed} */
  static LabelledRows rows(int churned, int stayed) {
    var random = new Random(5);
    var rows = new LabelledRows();
    for (int i = 0; i < churned + stayed; i++) {
      rows.add("customer-" + i, customer(random), i < churned);
    }
    return rows;
  }

  /** {@return the features of a customer whose active days are drawn evenly from the past} */
  static FeatureVector customer(Random random) {
    int tenure = 1 + random.nextInt(700);
    int activeDays = 1 + (int) Math.min(tenure, -8 * Math.log(1 - random.nextDouble()));
    int silent = activeDays == 1 ? tenure : random.nextInt(Math.min(90, tenure));
    double gap = activeDays == 1 ? tenure : (double) (tenure - silent) / (activeDays - 1);
    int recentDays = silent >= 90 ? 0 : 1 + random.nextInt(Math.min(activeDays, 90 - silent));
    double money = recentDays * (5 + random.nextInt(200));
    return FeatureVector.of(
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
