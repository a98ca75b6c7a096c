package dev.churn.training.value;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.SpendError;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.value.GammaGammaFitter.Baskets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    var seen = new SeenReturns(set.horizonDays(), counts, baskets);
    for (LabeledSnapshot earlier : snapshots) {
      LocalDate after = earlier.asOf().plusDays(set.horizonDays());
      snapshots.stream()
          .filter(later -> later.asOf().equals(after))
          .forEach(later -> seen.add(earlier.rows(), later.rows()));
    }
    return Optional.of(
        new ValueModel(
            set.horizonDays(),
            counts,
            seen.excess(),
            baskets,
            seen.spendPerBasket(),
            baskets.isPresent() ? seen.spendError() : SpendError.UNKNOWN));
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
}
