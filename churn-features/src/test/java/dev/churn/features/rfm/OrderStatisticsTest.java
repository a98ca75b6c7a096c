package dev.churn.features.rfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OrderStatisticsTest {
  private final Random random = new Random(13);

  @Test
  void the_value_at_a_place_is_the_one_of_the_sorted_values() {
    for (int round = 0; round < 3000; round++) {
      assertSelected(random.doubles(1 + random.nextInt(60)).map(v -> (int) (v * 20)).toArray());
    }
  }

  @Test
  void of_many_values_a_sample_leads_to_the_same() {
    for (int round = 0; round < 100; round++) {
      int different = round % 2 == 0 ? 30 : 1 << 30; // with many ties, and with hardly any
      double[] values =
          random.doubles(2000 + random.nextInt(9000)).map(v -> (int) (v * different)).toArray();
      if (round % 5 == 0) {
        Arrays.sort(values);
      }
      assertSelected(values);
    }
  }

  private void assertSelected(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int[] places = {random.nextInt(values.length), 0, values.length - 1, values.length * 95 / 100};
    for (int place : places) {
      double[] selected = values.clone();
      OrderStatistics.select(selected, place);

      assertThat(selected[place]).isEqualTo(sorted[place]);
      assertThat(Arrays.stream(selected, 0, place)).allMatch(v -> v <= sorted[place]);
      assertThat(Arrays.stream(selected, place, selected.length)).allMatch(v -> v >= sorted[place]);
      Arrays.sort(selected);
      assertThat(selected).isEqualTo(sorted);
    }
  }
}
