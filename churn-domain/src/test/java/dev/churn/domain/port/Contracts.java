package dev.churn.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.function.Consumer;

/** What the contracts share. */
final class Contracts {
  private Contracts() {}

  static Consumer<Throwable> hasCode(ErrorCode code) {
    return thrown -> {
      assertThat(thrown).isInstanceOf(ChurnException.class);
      assertThat(((ChurnException) thrown).code()).isEqualTo(code);
    };
  }
}
