package dev.churn.training.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.Synthetic;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.TrainTestSplit;
import dev.churn.training.data.TrainingRows;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueModelFitterTest {
  private static final int CUSTOMERS = 600;
  private static final MbgNbd PROCESS = new MbgNbd(MbgNbd.Dropout.AFTER_FIRST, 30, 1, 50, 1, 3);

  /** Customers with baskets at two snapshots, with ids that begin with {@code prefix}. */
  private static TrainingSet called(String prefix) {
    return new TrainingSet(
        Synthetic.DEFINITION,
        30,
        List.of(
            new LabeledSnapshot(Synthetic.LAST_DAY, SnapshotRole.TEST, rows(prefix, 1)),
            new LabeledSnapshot(
                Synthetic.LAST_DAY.minusDays(30), SnapshotRole.TRAIN, rows(prefix, 2))));
  }

  private static LabeledRows rows(String prefix, long seed) {
    var random = new Random(seed);
    var rows = new LabeledRows();
    for (int i = 0; i < CUSTOMERS; i++) {
      double[] values = new double[FeatureVector.WIDTH];
      System.arraycopy(Synthetic.customer(random).toArray(), 0, values, 0, 8);
      values[FurtherFeature.BASKETS.place()] = 1 + random.nextInt(5);
      values[FurtherFeature.MEAN_BASKET.place()] = 40 * Math.exp(0.5 * random.nextGaussian());
      rows.add(prefix + i, FeatureVector.of(values), random.nextInt(3) == 0);
    }
    return rows;
  }

  private static Optional<ValueModel> fit(TrainingSet set, int maxCustomers) {
    TrainingRows rows = TrainingRows.of(TrainTestSplit.labeled(set));
    return ValueModelFitter.fit(set, rows, PROCESS, maxCustomers);
  }

  @Test
  void the_sample_of_customers_does_not_depend_on_their_ids() {
    Optional<ValueModel> model = fit(called("a"), CUSTOMERS / 4);

    assertThat(model.orElseThrow().baskets()).isPresent();
    assertThat(fit(called("b"), CUSTOMERS / 4)).isEqualTo(model);
    assertThat(fit(called("a"), 2 * CUSTOMERS)).as("all customers").isNotEqualTo(model);
  }
}
