package dev.churn.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EventFiles} keeps. */
public abstract class EventFilesContract {
  private static final FeatureDefinition DEFINITION = new FeatureDefinition(Set.of(), 100);
  private static final LocalDate JANUARY = LocalDate.parse("2024-01-10");
  private static final LocalDate FEBRUARY = LocalDate.parse("2024-02-09");
  private static final LocalDate MARCH = LocalDate.parse("2024-03-10");
  private static final LocalDate UPLOAD_DAY = LocalDate.parse("2024-04-01");
  private static final UploadOptions OPTIONS = UploadOptions.defaults();

  protected abstract EventFiles files();

  protected abstract EventFileProfiler profiler();

  protected abstract FeatureCalculator calculator();

  /** {@return a file in which each day is the only event of a customer named by that day} */
  protected abstract Content file(LocalDate... days);

  private Map<String, FeatureVector> scored(LocalDate asOf, LocalDate... days) {
    Map<String, FeatureVector> found = new LinkedHashMap<>();
    files()
        .score(
            new ScoreRequest(OPTIONS, UPLOAD_DAY, days[0], 0, asOf, DEFINITION),
            file(days),
            (customer, day, features, churned) -> {
              assertThat(day).isEqualTo(asOf);
              assertThat(churned).isEmpty();
              found.put(customer, features);
            },
            Progress.none());
    return found;
  }

  @Test
  void a_file_gives_every_customer_the_features_that_the_calculator_gives() {
    Map<String, FeatureVector> scored = scored(FEBRUARY, JANUARY, FEBRUARY, MARCH);

    assertThat(scored.keySet()).containsExactly("2024-01-10", "2024-02-09");
    scored.forEach(
        (customer, features) ->
            assertThat(features)
                .isEqualTo(
                    computed(
                        files()
                            .histories(
                                OPTIONS,
                                UPLOAD_DAY,
                                file(JANUARY, FEBRUARY, MARCH),
                                Set.of(customer))
                            .get(customer))));
  }

  private FeatureVector computed(List<CustomerEvent> events) {
    return calculator().compute(events, FEBRUARY, DEFINITION);
  }

  @Test
  void a_file_without_a_customer_up_to_the_day_is_unusable() {
    assertThatThrownBy(() -> scored(JANUARY, FEBRUARY, MARCH))
        .satisfies(Contracts.hasCode(ErrorCode.UNPROCESSABLE));
  }

  @Test
  void histories_are_those_of_the_named_customers_that_the_file_has() {
    Map<String, List<CustomerEvent>> found =
        files()
            .histories(
                OPTIONS,
                UPLOAD_DAY,
                file(JANUARY, FEBRUARY, MARCH),
                Set.of("2024-01-10", "2024-03-10", "nobody"));

    assertThat(found).containsOnlyKeys("2024-01-10", "2024-03-10");
    assertThat(found.get("2024-03-10")).extracting(CustomerEvent::day).containsExactly(MARCH);
  }

  @Test
  void a_customer_stays_who_is_active_in_the_horizon_up_to_its_last_day() {
    Content file = file(JANUARY, FEBRUARY);
    Map<String, List<Boolean>> known = new LinkedHashMap<>();
    Map<String, List<Boolean>> churned = new LinkedHashMap<>();
    Map<String, List<Integer>> active = new LinkedHashMap<>();
    files()
        .outcomes(
            new OutcomeRequest(
                OPTIONS,
                profiler().profile(file, OPTIONS, UPLOAD_DAY, Progress.none()).profile(),
                UPLOAD_DAY,
                FEBRUARY,
                Set.of(),
                List.of(
                    new Horizon(JANUARY, 30),
                    new Horizon(JANUARY, 29),
                    new Horizon(JANUARY.minusDays(1), 1))),
            file,
            (customer, before, after, activeDays, spend) -> {
              known.put(customer, List.of(before[0], before[1], before[2]));
              churned.put(customer, List.of(after[0], after[1], after[2]));
              active.put(customer, IntStream.of(activeDays).boxed().toList());
              assertThat(spend).as("not asked for").containsOnly(Double.NaN);
            },
            Progress.none());

    assertThat(known)
        .containsExactly(
            Map.entry("2024-01-10", List.of(true, true, false)),
            Map.entry("2024-02-09", List.of(false, false, false)));

    assertThat(churned)
        .containsExactly(
            Map.entry("2024-01-10", List.of(true, true, false)),
            Map.entry("2024-02-09", List.of(false, true, true)));
    assertThat(active)
        .containsExactly(
            Map.entry("2024-01-10", List.of(0, 0, 1)), Map.entry("2024-02-09", List.of(1, 0, 0)));
  }
}
