package dev.churn.domain.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFileProfilerContract;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.EventFilesContract;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureCalculatorContract;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.FeatureTablesContract;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** The double that the use cases are tested with keeps the contracts of the real features. */
class TinyLearningTest {
  private final TinyLearning learning = new TinyLearning();

  private static Content days(LocalDate... days) {
    return Content.of(
        Stream.of(days).map(day -> day + "\n").collect(Collectors.joining()).getBytes(UTF_8));
  }

  @Nested
  class Profiler extends EventFileProfilerContract {
    @Override
    protected EventFileProfiler profiler() {
      return learning;
    }

    @Override
    protected Content file(LocalDate... days) {
      return days(days);
    }
  }

  @Nested
  class Files extends EventFilesContract {
    @Override
    protected EventFiles files() {
      return learning;
    }

    @Override
    protected EventFileProfiler profiler() {
      return learning;
    }

    @Override
    protected FeatureCalculator calculator() {
      return learning;
    }

    @Override
    protected Content file(LocalDate... days) {
      return days(days);
    }
  }

  @Nested
  class Tables extends FeatureTablesContract {
    @Override
    protected FeatureTables tables() {
      return learning;
    }

    @Override
    protected EventFileProfiler profiler() {
      return learning;
    }

    @Override
    protected Content file(LocalDate... days) {
      return days(days);
    }
  }

  @Nested
  class Calculator extends FeatureCalculatorContract {
    @Override
    protected FeatureCalculator calculator() {
      return learning;
    }
  }
}
