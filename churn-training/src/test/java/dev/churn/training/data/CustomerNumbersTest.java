package dev.churn.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.LabeledRows;
import org.junit.jupiter.api.Test;

final class CustomerNumbersTest {
  private static long[] numbers(String early, String late) {
    var rows = new LabeledRows();
    FeatureVector same = FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8);
    rows.add(early, same, false, 3);
    rows.add(late, same, false, 5);
    return CustomerNumbers.of(new LabeledRows[] {rows})[0];
  }

  @Test
  void customers_who_differ_only_in_their_return_keep_their_numbers_when_renamed() {
    long[] numbers = numbers("a", "b");

    assertThat(numbers[0]).isNotEqualTo(numbers[1]);
    assertThat(numbers("b", "a")).isEqualTo(numbers);
  }
}
