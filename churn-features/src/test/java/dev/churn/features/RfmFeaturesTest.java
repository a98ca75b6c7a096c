package dev.churn.features;

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

/** The real features keep the contracts of their ports. */
class RfmFeaturesTest {
  private final RfmFeatures features = new RfmFeatures(2);

  private static Content events(LocalDate... days) {
    return Fixture.text(
        Stream.of(days)
            .map(day -> "%s,%s\n".formatted(day, day))
            .collect(Collectors.joining("", "customer_id,event_date\n", "")));
  }

  @Nested
  class Profiler extends EventFileProfilerContract {
    @Override
    protected EventFileProfiler profiler() {
      return features;
    }

    @Override
    protected Content file(LocalDate... days) {
      return events(days);
    }
  }

  @Nested
  class Files extends EventFilesContract {
    @Override
    protected EventFiles files() {
      return features;
    }

    @Override
    protected EventFileProfiler profiler() {
      return features;
    }

    @Override
    protected FeatureCalculator calculator() {
      return features;
    }

    @Override
    protected Content file(LocalDate... days) {
      return events(days);
    }
  }

  @Nested
  class Tables extends FeatureTablesContract {
    @Override
    protected FeatureTables tables() {
      return features;
    }

    @Override
    protected EventFileProfiler profiler() {
      return features;
    }

    @Override
    protected Content file(LocalDate... days) {
      return events(days);
    }
  }

  @Nested
  class Calculator extends FeatureCalculatorContract {
    @Override
    protected FeatureCalculator calculator() {
      return features;
    }
  }
}
