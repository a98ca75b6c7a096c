package dev.churn.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.Synthetic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static final FeatureVector ANY = Vectors.of(1, 2, 3, 4, 5, 6, 7, 8);

  private static TrainingRows rows(LabeledRows... tables) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (LabeledRows table : tables) {
      snapshots.add(
          new LabeledSnapshot(
              Synthetic.LAST_DAY.minusDays(snapshots.size()), SnapshotRole.TRAIN, table));
    }
    return TrainingRows.of(snapshots);
  }

  private static Map<Long, Integer> foldByCustomer(TrainingRows rows, long seed) {
    Map<Long, Integer> byCustomer = new HashMap<>();
    int[] folds = Folds.of(rows, 5, seed);
    for (int i = 0; i < folds.length; i++) {
      Integer before = byCustomer.put(rows.customer(i), folds[i]);
      assertThat(before == null || before == folds[i]).isTrue();
    }
    return byCustomer;
  }

  @Test
  void all_rows_of_a_customer_are_in_one_fold() {
    var early = new LabeledRows();
    var late = new LabeledRows();
    for (int i = 0; i < 203; i++) {
      early.add("c" + i, ANY, i % 3 == 0);
      late.add("c" + i, ANY, i % 5 == 0);
    }

    assertThat(foldByCustomer(rows(early, late), 1)).hasSize(203);
  }

  @Test
  void each_fold_has_its_share_of_those_who_churned() {
    var table = new LabeledRows();
    for (int i = 0; i < 1000; i++) {
      table.add("c" + i, ANY, i % 10 == 0);
    }
    TrainingRows rows = rows(table);
    int[] folds = Folds.of(rows, 5, 1);

    for (int fold = 0; fold < 5; fold++) {
      int current = fold;
      TrainingRows part = rows.where(i -> folds[i] == current);
      assertThat(part.size()).isEqualTo(200);
      assertThat(part.churnedCount()).isEqualTo(20);
    }
  }

  @Test
  void folds_do_not_depend_on_the_order_of_the_rows() {
    List<Integer> customers = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
    var ordered = new LabeledRows();
    customers.forEach(i -> ordered.add("c" + i, ANY, i % 7 == 0));
    Collections.shuffle(customers, new Random(2));
    var shuffled = new LabeledRows();
    customers.forEach(i -> shuffled.add("c" + i, ANY, i % 7 == 0));

    assertThat(foldByCustomer(rows(shuffled), 4)).isEqualTo(foldByCustomer(rows(ordered), 4));
  }

  @Test
  void another_seed_deals_otherwise() {
    var table = new LabeledRows();
    for (int i = 0; i < 500; i++) {
      table.add("c" + i, ANY, i % 2 == 0);
    }

    assertThat(foldByCustomer(rows(table), 1)).isNotEqualTo(foldByCustomer(rows(table), 2));
  }
}
