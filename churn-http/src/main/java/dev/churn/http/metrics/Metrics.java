package dev.churn.http.metrics;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.usecase.serving.PredictionTally;
import dev.churn.http.settings.Settings;
import dev.churn.postgres.ConnectionCounts;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The metrics of one server. Meters of this program begin with {@code churn_}; those of the JVM and
 * the process keep the names that Micrometer gives them. No label takes a value from a request
 * other than a route, a method or a status. Safe for use by several threads.
 */
public final class Metrics implements AutoCloseable {
  /** The type of {@link #scrape}: Prometheus' text format. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final RequestMetrics requests = new RequestMetrics(registry);
  private final PredictionTally tally;
  private final BackgroundReadings readings;
  private final boolean ownPort;

  /** Begins to count, and to read in the background what needs the database. */
  public Metrics(Churn churn, Settings settings) {
    ownPort = settings.observability().metricsPort().isPresent();
    bindProcess();
    bindDisk(settings.home());
    ServingMetrics.bind(churn, registry);
    tally = churn.tally();
    readings =
        new BackgroundReadings(churn, registry, settings.observability().metricsByOrganization());
    readings.begin();
  }

  private void bindProcess() {
    new JvmInfoMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  private void bindDisk(Path home) {
    Gauge.builder("churn.home.free", home, folder -> folder.toFile().getUsableSpace())
        .baseUnit("bytes")
        .description("Free space of the disk that CHURN_HOME lies on")
        .register(registry);
    Gauge.builder("churn.home.size", home, folder -> folder.toFile().getTotalSpace())
        .baseUnit("bytes")
        .description("Size of the disk that CHURN_HOME lies on")
        .register(registry);
  }

  /** Adds the connections to the database. */
  public void bindConnections(Supplier<ConnectionCounts> counts) {
    connections("active", counts, ConnectionCounts::active);
    connections("idle", counts, ConnectionCounts::idle);
    Gauge.builder("churn.database.connections.waiting", () -> counts.get().waiting())
        .description("Threads that wait for a connection to the database")
        .register(registry);
    Gauge.builder("churn.database.connections.max", () -> counts.get().most())
        .description("Connections to the database that this server opens at most")
        .register(registry);
  }

  private void connections(
      String state, Supplier<ConnectionCounts> counts, ToIntFunction<ConnectionCounts> value) {
    Gauge.builder("churn.database.connections", () -> value.applyAsInt(counts.get()))
        .tag("state", state)
        .description("Open connections to the database")
        .register(registry);
  }

  /** Counts the requests of a server; call it before the server's other handlers are added. */
  public void watch(JavalinConfig config) {
    requests.watch(config);
    config.events.serverStopped(this::close);
  }

  /** {@return a handler that does the same, and whose attempts are measured} */
  public JobHandler watch(JobHandler handler) {
    return new JobMetrics(handler, registry);
  }

  /** {@return whether the metrics are served on a port of their own and nowhere else} */
  public boolean haveOwnPort() {
    return ownPort;
  }

  /** {@return all metrics in the text format of Prometheus; never waits for the database} */
  public String scrape() {
    ServingMetrics.bindPredictions(tally, registry);
    return registry.scrape();
  }

  /** Stops reading in the background; closing again does nothing. */
  @Override
  public void close() {
    readings.close();
    collections.close();
  }
}
