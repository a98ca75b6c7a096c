package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.Cut;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedVerdict;
import dev.churn.domain.monitoring.ValueError;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.statistics.Interval;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link MonitoringReports} keeps. */
public abstract class MonitoringReportsContract {
  private static final YearMonth JANUARY = YearMonth.of(2024, 1);
  private static final YearMonth FEBRUARY = YearMonth.of(2024, 2);
  private static final ModelId FIRST = new ModelId(UUID.randomUUID());
  private static final ModelId SECOND = new ModelId(UUID.randomUUID());

  private static final LocalDate FIRST_DAY = LocalDate.parse("2024-01-08");
  private static final Cut CUT =
      new Cut(OptionalInt.of(30), FIRST_DAY, FIRST_DAY.plusDays(9), FIRST_DAY.plusDays(60));
  private static final ModelPair PAIR = new ModelPair(FIRST, 1, SECOND, 2);

  private OrganizationId acme;
  private OrganizationId other;
  private MonitoringReports reports;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_organizations() {
    reports = ports().reports();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static PredictionGroup group(ModelId model, ModelRole role, YearMonth month) {
    return new PredictionGroup(model, model.equals(FIRST) ? 1 : 2, role, month);
  }

  private static RealizedPerformance realized(PredictionGroup group, Population population) {
    return new RealizedPerformance(
        group,
        population,
        CUT,
        1000,
        800,
        12,
        0.31,
        0.325,
        Optional.of(
            new RealizedPerformance.Quality(
                0.81,
                new Interval(0.78, 0.84),
                0.43,
                0.14,
                0.02,
                2.4,
                List.of(
                    new ReliabilityBin(0, 0.1, 600, 0.05, 0.04),
                    new ReliabilityBin(0.9, 1, 400, 0.97, 0.95)))),
        Optional.of(new ValueError(990, 790, 1234.5, 1200, 0.75)),
        population == Population.ACTIVE
            ? Optional.of(new ValueError(980, 780, 31000.25, -12.5, 40.125))
            : Optional.empty());
  }

  private static RealizedPerformance tooFew(PredictionGroup group) {
    return new RealizedPerformance(
        group,
        Population.ALL,
        new Cut(OptionalInt.empty(), FIRST_DAY, FIRST_DAY, FIRST_DAY),
        3,
        2,
        0,
        1,
        0.9,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static RealizedComparison compared(Population population, boolean enough) {
    return new RealizedComparison(
        PAIR,
        ModelRole.SHADOW,
        population,
        CUT,
        900,
        450,
        enough
            ? Optional.of(
                new Comparison(0.01, new Interval(-0.02, 0.04), -0.003, new Interval(-0.01, 0.004)))
            : Optional.empty(),
        enough ? RealizedVerdict.NOT_SHOWN : RealizedVerdict.TOO_FEW,
        enough ? 1234 : 0);
  }

  @Test
  void before_anything_is_found_a_report_is_empty() {
    assertThat(reports.find(acme))
        .isEqualTo(new MonitoringReport(Optional.empty(), List.of(), List.of(), Optional.empty()));
  }

  @Test
  void what_was_found_comes_back_the_latest_first_and_for_its_organization_alone() {
    PredictionGroup january = group(FIRST, ModelRole.CHAMPION, JANUARY);
    RealizedPerformance active = realized(january, Population.ACTIVE);
    RealizedPerformance champion = realized(january, Population.ALL);
    RealizedPerformance shadow = tooFew(group(FIRST, ModelRole.SHADOW, JANUARY));
    RealizedPerformance second = realized(group(SECOND, ModelRole.SHADOW, JANUARY), Population.ALL);
    RealizedPerformance later = tooFew(group(FIRST, ModelRole.CHALLENGER, FEBRUARY));
    reports.replace(acme, JANUARY, List.of(champion, shadow, second, active));
    reports.replace(acme, FEBRUARY, List.of(later));
    List<RealizedComparison> comparisons =
        List.of(compared(Population.ALL, true), compared(Population.ACTIVE, false));
    reports.replace(acme, PAIR, comparisons);

    MonitoringReport report = reports.find(acme);
    assertThat(report.outcomes()).containsExactly(active, later, second, champion, shadow);
    assertThat(report.comparisons())
        .containsExactly(compared(Population.ACTIVE, false), compared(Population.ALL, true));
    assertThat(report.asOf()).isEmpty();
    assertThat(reports.find(other).outcomes()).isEmpty();
    assertThat(reports.find(other).comparisons()).isEmpty();
  }

  @Test
  void a_month_and_a_pair_of_models_are_replaced_as_a_whole() {
    reports.replace(
        acme,
        JANUARY,
        List.of(
            realized(group(FIRST, ModelRole.CHAMPION, JANUARY), Population.ALL),
            realized(group(SECOND, ModelRole.SHADOW, JANUARY), Population.ALL)));
    reports.replace(acme, PAIR, List.of(compared(Population.ALL, true)));
    reports.replace(other, JANUARY, List.of());
    reports.replace(other, PAIR, List.of());
    RealizedPerformance now = tooFew(group(FIRST, ModelRole.CHAMPION, JANUARY));
    reports.replace(acme, JANUARY, List.of(now));

    assertThat(reports.find(acme).outcomes()).containsExactly(now);
    assertThat(reports.find(acme).comparisons()).hasSize(1);
    reports.replace(acme, PAIR, List.of());
    assertThat(reports.find(acme).comparisons()).isEmpty();
  }

  @Test
  void the_drift_is_the_one_that_was_found_last() {
    LocalDate day = LocalDate.parse("2024-03-01");
    var some =
        new Drift(
            FIRST,
            1,
            day,
            new ActiveWindow(90),
            List.of(new FeatureDrift(Feature.TENURE_DAYS, 0.3, 0.2, 0.7, 100, 50)));
    var all =
        new Drift(
            SECOND,
            2,
            day.plusDays(1),
            ActiveWindow.everyone(),
            List.of(
                new FeatureDrift(Feature.RECENCY_SCORE, 0.123456789, 0.1, 0.123456789, 100, 50),
                new FeatureDrift(Feature.TENURE_DAYS, 0, 0, 0, 100, 50)));
    reports.replace(acme, Optional.of(some));
    reports.replace(acme, Optional.of(all));

    assertThat(reports.find(acme).drift()).contains(all);
    assertThat(reports.find(other).drift()).isEmpty();
    reports.replace(acme, Optional.empty());
    assertThat(reports.find(acme).drift()).isEmpty();
  }

  @Test
  void the_day_is_the_latest_that_was_looked_at() {
    LocalDate day = LocalDate.parse("2024-03-01");
    reports.replace(acme, Optional.empty());
    assertThat(reports.find(acme).asOf()).isEmpty();
    reports.lookedAt(acme, day);
    reports.lookedAt(acme, day.minusDays(1));
    assertThat(reports.find(acme).asOf()).contains(day);
    reports.lookedAt(acme, day.plusDays(1));

    assertThat(reports.find(acme).asOf()).contains(day.plusDays(1));
    assertThat(reports.find(other).asOf()).isEmpty();
  }
}
