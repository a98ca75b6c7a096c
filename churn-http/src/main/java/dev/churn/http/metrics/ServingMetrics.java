package dev.churn.http.metrics;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.usecase.retention.ExpireRecords.Expired;
import dev.churn.domain.usecase.serving.PredictionTally;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Binds what use cases count in memory: predictions, cached models, faults and retries. */
final class ServingMetrics {
  private ServingMetrics() {}

  static void bind(Churn churn, MeterRegistry registry) {
    Gauge.builder("churn.model.cache.organizations", churn, c -> c.servedModels().size())
        .description("Organizations whose models are in memory")
        .register(registry);
    counter(
        "churn.model.cache.hits",
        "Uses of models in memory without a query of the database",
        churn,
        c -> c.servedModels().hits(),
        registry);
    counter(
        "churn.model.cache.misses",
        "Queries of the database for the models of an organization",
        churn,
        c -> c.servedModels().misses(),
        registry);
    counter(
        "churn.model.loads",
        "Model files that were read to serve",
        churn,
        c -> c.servedModels().loads(),
        registry);
    counter(
        "churn.predictions.dropped",
        "Predictions that were answered and will never be recorded",
        churn,
        c -> c.health().droppedPredictions(),
        registry);
    counter(
        "churn.background.faults",
        "Errors that a background thread survived",
        churn,
        c -> c.health().faults(),
        registry);
    counter(
        "churn.orphans.sweeps",
        "Searches for stored objects that no database row refers to, by this server",
        churn,
        c -> c.orphans().total().sweeps(),
        registry);
    counter(
        "churn.orphans.found",
        "Stored objects that no database row refers to, found by this server and noted for removal",
        churn,
        c -> c.orphans().total().objects(),
        registry);
    counter(
        "churn.orphans.bytes",
        "Their size in bytes",
        churn,
        c -> c.orphans().total().bytes(),
        registry);
    expired("predictions", churn, Expired::predictions, registry);
    expired("batches", churn, Expired::batches, registry);
    expired("outcomes", churn, Expired::outcomes, registry);
    expired("audit", churn, Expired::audit, registry);
    for (JobKind kind : JobKind.values()) {
      FunctionCounter.builder("churn.job.retries", churn, c -> c.jobs().retries(kind))
          .tag("kind", JobMetrics.text(kind))
          .description("Attempts on this server that were not the first one of their job")
          .register(registry);
    }
  }

  private static void expired(
      String kind, Churn churn, ToLongFunction<Expired> count, MeterRegistry registry) {
    FunctionCounter.builder(
            "churn.expired", churn, c -> count.applyAsLong(c.expiredRecords().total()))
        .tag("kind", kind)
        .description("What this server has deleted by age")
        .register(registry);
  }

  private static void counter(
      String name,
      String description,
      Churn churn,
      ToDoubleFunction<Churn> value,
      MeterRegistry registry) {
    FunctionCounter.builder(name, churn, value).description(description).register(registry);
  }

  /**
   * Registers the counts of every model type that has predicted. Call this before each scrape: a
   * type is not known before its first prediction.
   */
  static void bindPredictions(PredictionTally tally, MeterRegistry registry) {
    for (PredictionTally.Count count : tally.counts()) {
      FunctionCounter.builder(
              "churn.predictions",
              tally,
              now -> now.count(count.request(), count.type(), count.segment()))
          .tag("request", JobMetrics.text(count.request()))
          .tag("model_type", count.type().id())
          .tag("segment", JobMetrics.text(count.segment()))
          .description("Answered predictions")
          .register(registry); // the same one as before, if it is registered already
    }
  }
}
