package dev.churn.domain.usecase.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ParallelScoringTest {
  private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

  /** More blocks than may be scored at once, the last of them not full. */
  private static final int CUSTOMERS = 40 * CustomerBlock.SIZE + 7;

  private record Formula(ToDoubleFunction<FeatureVector> formula) implements Predictor {
    @Override
    public ModelType type() {
      return ModelType.LOGISTIC_REGRESSION;
    }

    @Override
    public FeatureDefinition featureDefinition() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<FeatureVector> background() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ChurnProbability predict(FeatureVector features) {
      return new ChurnProbability(formula.applyAsDouble(features));
    }

    @Override
    public Optional<CustomerValue> value(FeatureVector features, ChurnProbability probability) {
      return Optional.of(
          new CustomerValue(probability.value(), OptionalDouble.empty(), OptionalDouble.empty()));
    }
  }

  private static double tenure(FeatureVector features) {
    return features.toArray()[Feature.TENURE_DAYS.ordinal()];
  }

  private static FeatureVector customer(int tenure) {
    return FeatureVector.of(0, 0, 0, 0, tenure, 0, 0, 0);
  }

  @Test
  void customers_come_back_in_their_order_each_with_what_all_models_say() {
    Predictor shorter = new Formula(features -> 1 / (1 + tenure(features)));
    Predictor longer = new Formula(features -> 1 - 1 / (1 + tenure(features)));
    List<String> ids = new ArrayList<>();
    try (var scoring =
        new ParallelScoring(
            List.of(shorter, longer),
            customer -> customer.endsWith("0") ? 1 : 0,
            block -> {
              for (int row = 0; row < block.size(); row++) {
                double expected = 1 / (1 + tenure(block.features(row)));
                assertThat(block.customer(row)).isEqualTo("c" + (int) tenure(block.features(row)));
                assertThat(block.probability(0, row).value()).isEqualTo(expected);
                assertThat(block.probability(1, row).value()).isEqualTo(1 - expected);
                boolean second = block.customer(row).endsWith("0");
                assertThat(block.isAnswer(0, row)).isEqualTo(!second);
                assertThat(block.isAnswer(1, row)).isEqualTo(second);
                assertThat(block.value(row).orElseThrow().expectedActivity())
                    .isEqualTo(block.probability(second ? 1 : 0, row).value());
                assertThat(block.asOf(row)).isEqualTo(DAY);
                ids.add(block.customer(row));
              }
            })) {
      for (int i = 0; i < CUSTOMERS; i++) {
        scoring.add("c" + i, DAY, customer(i), false);
      }
      scoring.finish();
    }

    assertThat(ids).hasSize(CUSTOMERS);
    for (int i = 0; i < CUSTOMERS; i++) {
      assertThat(ids.get(i)).isEqualTo("c" + i);
    }
  }

  @Test
  void the_failure_of_a_model_is_passed_on() {
    var broken =
        new Formula(
            features -> {
              throw new IllegalStateException("broken");
            });
    try (var scoring = new ParallelScoring(List.of(broken), customer -> 0, block -> {})) {
      scoring.add("c", DAY, customer(1), false);

      assertThatThrownBy(scoring::finish).hasMessage("broken");
    }
  }

  @Test
  void an_interrupt_ends_it() {
    try (var scoring =
        new ParallelScoring(List.of(new Formula(f -> 0.5)), customer -> 0, block -> {})) {
      scoring.add("c", DAY, customer(1), false);
      Thread.currentThread().interrupt();

      assertThatThrownBy(scoring::finish)
          .isInstanceOf(ChurnException.class)
          .hasMessage("The scoring was interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
