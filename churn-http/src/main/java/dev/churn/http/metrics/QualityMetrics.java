package dev.churn.http.metrics;

import dev.churn.domain.organization.TargetName;
import dev.churn.domain.usecase.monitoring.SummarizeQuality;
import dev.churn.domain.usecase.monitoring.SummarizeQuality.Quality;
import dev.churn.domain.usecase.monitoring.SummarizeQuality.Summary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Shows the realized and promised quality of predictions and the drift of customers: the worst of
 * all organizations, and on request each organization's own, under its id.
 */
final class QualityMetrics {
  private final SummarizeQuality summaries;
  private final Optional<PerOrganization> perOrganization;
  private volatile Optional<Reading> reading = Optional.empty();

  QualityMetrics(SummarizeQuality summaries, MeterRegistry registry, boolean byOrganization) {
    this.summaries = summaries;
    this.perOrganization =
        byOrganization ? Optional.of(new PerOrganization(registry)) : Optional.empty();
    gauge(
        registry,
        "churn.quality.roc.auc.shortfall.max",
        "Promised minus realized ROC AUC, the largest of all organizations",
        read -> read.worst(summary -> difference(summary.promised(), summary.realized())));
    gauge(
        registry,
        "churn.quality.log.loss.excess.max",
        "Realized minus promised log-loss in nats, the largest of all organizations",
        read -> read.worst(summary -> excess(summary)));
    gauge(
        registry,
        "churn.drift.psi.max",
        "Largest population stability index of a feature, of all organizations",
        read -> read.worst(Summary::largestPsi));
    gauge(
        registry,
        "churn.quality.organizations",
        "Organizations with a monitoring report, of a target or their own",
        read -> read.summaries().stream().map(Summary::organization).distinct().count());
    Gauge.builder("churn.quality.read.timestamp", () -> value(read -> seconds(read.at())))
        .baseUnit("seconds")
        .description("When quality and drift were read from the database, in Unix time")
        .register(registry);
  }

  private record Reading(List<Summary> summaries, Instant at) {
    /** {@return the largest number, NaN if there is none} */
    double worst(Function<Summary, OptionalDouble> number) {
      return summaries.stream()
          .map(number)
          .filter(OptionalDouble::isPresent)
          .mapToDouble(OptionalDouble::getAsDouble)
          .max()
          .orElse(Double.NaN);
    }
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Reading> number) {
    Gauge.builder(name, () -> value(number)).description(description).register(registry);
  }

  private double value(ToDoubleFunction<Reading> number) {
    return reading.map(number::applyAsDouble).orElse(Double.NaN);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1e3;
  }

  private static OptionalDouble difference(Optional<Quality> first, Optional<Quality> second) {
    return first.isPresent() && second.isPresent()
        ? OptionalDouble.of(first.get().rocAuc() - second.get().rocAuc())
        : OptionalDouble.empty();
  }

  private static OptionalDouble excess(Summary summary) {
    return summary.realized().isPresent() && summary.promised().isPresent()
        ? OptionalDouble.of(summary.realized().get().logLoss() - summary.promised().get().logLoss())
        : OptionalDouble.empty();
  }

  /** Reads the numbers; may wait for the database. */
  void read() {
    List<Summary> read = summaries.all();
    reading = Optional.of(new Reading(read, Instant.now()));
    perOrganization.ifPresent(gauges -> gauges.show(read));
  }

  /** One series for each organization. */
  private static final class PerOrganization {
    private final MultiGauge realizedRocAuc;
    private final MultiGauge promisedRocAuc;
    private final MultiGauge realizedLogLoss;
    private final MultiGauge promisedLogLoss;
    private final MultiGauge psi;

    PerOrganization(MeterRegistry registry) {
      realizedRocAuc = gauge(registry, "churn.organization.roc.auc.realized", "Realized ROC AUC");
      promisedRocAuc = gauge(registry, "churn.organization.roc.auc.promised", "Promised ROC AUC");
      realizedLogLoss =
          gauge(registry, "churn.organization.log.loss.realized", "Realized log-loss");
      promisedLogLoss =
          gauge(registry, "churn.organization.log.loss.promised", "Promised log-loss");
      psi = gauge(registry, "churn.organization.drift.psi", "Largest PSI of a feature");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
      return MultiGauge.builder(name).description(description).register(registry);
    }

    void show(List<Summary> read) {
      show(realizedRocAuc, read, summary -> of(summary.realized(), Quality::rocAuc));
      show(promisedRocAuc, read, summary -> of(summary.promised(), Quality::rocAuc));
      show(realizedLogLoss, read, summary -> of(summary.realized(), Quality::logLoss));
      show(promisedLogLoss, read, summary -> of(summary.promised(), Quality::logLoss));
      show(psi, read, Summary::largestPsi);
    }

    private static OptionalDouble of(Optional<Quality> quality, ToDoubleFunction<Quality> number) {
      return quality.isPresent()
          ? OptionalDouble.of(number.applyAsDouble(quality.get()))
          : OptionalDouble.empty();
    }

    private static void show(
        MultiGauge gauge, List<Summary> read, Function<Summary, OptionalDouble> number) {
      List<MultiGauge.Row<?>> rows =
          read.stream()
              .filter(summary -> number.apply(summary).isPresent())
              .<MultiGauge.Row<?>>map(
                  summary ->
                      MultiGauge.Row.of(
                          Tags.of(
                              "organization",
                              summary.organization().toString(),
                              "target",
                              summary.target().orElse(TargetName.DEFAULT.value())),
                          number.apply(summary).getAsDouble()))
              .toList();
      gauge.register(rows, true);
    }
  }
}
