package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryNeedTest {
  private static final ModelSpecification FOREST = ModelSpecification.of(ModelType.RANDOM_FOREST);

  private static ChurnModelTraining with(long bytes) {
    return new ChurnModelTraining(List.of(), () -> bytes);
  }

  @Test
  void a_million_customers_at_three_days_do_not_fit_into_one_gigabyte() {
    assertThatThrownBy(() -> with(1L << 30).requireMemory(FOREST, 3_000_000, 0))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessage(
            "Training random_forest on 3,000,000 labeled rows needs about 3.4 GB of memory, found at"
                + " most 1.1 GB; start the server with -Xmx4g or more, or train on a file with fewer"
                + " customers");
  }

  @Test
  void they_fit_into_what_the_message_says() {
    assertThatCode(() -> with(4L << 30).requireMemory(FOREST, 3_000_000, 0))
        .doesNotThrowAnyException();
    assertThatCode(() -> with(1L << 30).requireMemory(FOREST, 900_000, 0))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> with(1L << 30).requireMemory(FOREST, 900_000, 4))
        .hasMessageContaining("needs about 1.2 GB");
  }
}
