package dev.churn.training.value;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.value.GammaGammaFitter.Baskets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits a {@link ValueModel} to the snapshots of a training. What customers did in the horizon after
 * a snapshot is what they have more at the next one, which lies a horizon later: active days and
 * amounts. Where two labeled snapshots do not follow each other in this way, the process stays
 * uncorrected.
 */
public final class ValueModelFitter {
  /** About how many customers the model of baskets learns from; more would not change it. */
  private static final int MAX_CUSTOMERS = 50_000;

  /** Fewer customers who came back say too little about the corrections. */
  private static final int FEWEST = 20;

  private ValueModelFitter() {}

  /**
   * {@return the model, or empty if the labels come from the file, where a horizon is unknown}
   *
   * @param rows the rows of all labeled snapshots of the set
   * @param process fitted to the histories of all customers
   */
  public static Optional<ValueModel> fit(TrainingSet set, TrainingRows rows, MbgNbd process) {
    return fit(set, rows, process, MAX_CUSTOMERS);
  }

  static Optional<ValueModel> fit(
      TrainingSet set, TrainingRows rows, MbgNbd process, int maxCustomers) {
    List<LabeledSnapshot> snapshots =
        set.snapshots().stream()
            .filter(s -> s.role() == SnapshotRole.TRAIN || s.role() == SnapshotRole.TEST)
            .sorted(Comparator.comparing(LabeledSnapshot::asOf).reversed())
            .toList();
    if (snapshots.isEmpty()) {
      return Optional.empty();
    }
    var counts = new PurchaseProcess(process.r(), process.alpha(), process.a(), process.b());
    int newest = snapshots.size() - 1;
    Optional<GammaGamma> baskets =
        GammaGammaFitter.fit(baskets(rows.where(i -> rows.snapshot(i) == newest), maxCustomers));
    var seen = new Seen(set.horizonDays(), counts, baskets);
    for (int i = 0; i + 1 < snapshots.size(); i++) {
      LabeledSnapshot later = snapshots.get(i);
      LabeledSnapshot earlier = snapshots.get(i + 1);
      if (earlier.asOf().plusDays(set.horizonDays()).equals(later.asOf())) {
        seen.add(earlier.rows(), later.rows());
      }
    }
    return Optional.of(
        new ValueModel(set.horizonDays(), counts, seen.excess(), baskets, seen.spendPerBasket()));
  }

  private static List<Baskets> baskets(TrainingRows rows, int maxCustomers) {
    long every = 1L + rows.size() / maxCustomers;
    List<Baskets> baskets = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      // by content, so that the sample does not depend on how customers are called
      if (Long.remainderUnsigned(rows.customer(i), every) == 0) {
        FeatureVector features = rows.features(i);
        baskets.add(
            new Baskets(
                features.get(FurtherFeature.BASKETS), features.get(FurtherFeature.MEAN_BASKET)));
      }
    }
    return baskets;
  }

  /** What customers who came back did within the horizon, and what was expected of them. */
  private static final class Seen {
    private final int horizonDays;
    private final PurchaseProcess process;
    private final Optional<GammaGamma> baskets;
    private final List<double[]> returns = new ArrayList<>();

    Seen(int horizonDays, PurchaseProcess process, Optional<GammaGamma> baskets) {
      this.horizonDays = horizonDays;
      this.process = process;
      this.baskets = baskets;
    }

    void add(LabeledRows before, LabeledRows after) {
      Map<Long, Integer> later = new HashMap<>();
      for (int row = 0; row < after.size(); row++) {
        later.put(after.customer(row), row);
      }
      for (int row = 0; row < before.size(); row++) {
        Integer next = later.get(before.customer(row));
        if (next != null && !before.churned(row)) {
          add(before.features(row), after.features(next));
        }
      }
    }

    private void add(FeatureVector before, FeatureVector after) {
      double days = Math.max(1, RfmCounts.activeDays(after) - RfmCounts.activeDays(before));
      returns.add(
          new double[] {
            days - 1,
            ValueModel.uncorrectedDays(process, before, horizonDays) - 1,
            total(after) - total(before),
            baskets.map(model -> days * ValueModel.basket(model, before)).orElse(0.0)
          });
    }

    private static double total(FeatureVector features) {
      return features.get(FurtherFeature.BASKETS) * features.get(FurtherFeature.MEAN_BASKET);
    }

    double excess() {
      return ratio(sum(0), sum(1));
    }

    double spendPerBasket() {
      return ratio(sum(2), sum(3));
    }

    private double ratio(double seen, double expected) {
      return returns.size() < FEWEST || expected <= 0 ? 1 : Math.max(0, seen / expected);
    }

    /** {@return a sum that does not depend on the order of the rows} */
    private double sum(int column) {
      double[] values = returns.stream().mapToDouble(row -> row[column]).sorted().toArray();
      return Arrays.stream(values).sum();
    }
  }
}
