package dev.churn.http.trace;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ObjectStore;
import io.javalin.config.JavalinConfig;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends traces by the OpenTelemetry protocol (OTLP) if the settings name a receiver, and does
 * nothing otherwise.
 */
public final class Traces implements AutoCloseable {
  /** The scope that the spans belong to. */
  static final String SCOPE = "dev.churn";

  /**
   * The attribute that holds the class of an exception. Its message is left to the log, since it
   * may name files and customers.
   */
  static final String ERROR = "error.type";

  /** How long a stop waits for the receiver of the last spans. */
  private static final long FLUSH_SECONDS = 5;

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "churn",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  /** Held, since the JDK forgets a logger that nobody holds, and with it where it writes. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private final Optional<OpenTelemetrySdk> sdk;

  private Traces(Optional<OpenTelemetrySdk> sdk) {
    this.sdk = sdk;
  }

  /** {@return traces that nobody receives} */
  public static Traces off() {
    return new Traces(Optional.empty());
  }

  /**
   * {@return traces as settings want them}
   *
   * @param properties settings of OpenTelemetry by their names as properties, for example {@code
   *     otel.exporter.otlp.endpoint}; empty sends nothing
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if they cannot be used
   */
  public static Traces open(Map<String, String> properties) {
    if (properties.isEmpty()) {
      return off();
    }
    joinLogs();
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> DEFAULTS)
              .addPropertiesSupplier(() -> properties)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new Traces(Optional.of(sdk));
    } catch (RuntimeException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "OTEL_…: traces cannot be sent with these settings (%s); correct or remove them"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Lets the library write to the log of the server, of whose lines each is JSON. */
  private static synchronized void joinLogs() {
    if (LIBRARY.getUseParentHandlers()) {
      LIBRARY.setUseParentHandlers(false);
      LIBRARY.addHandler(new SLF4JBridgeHandler());
    }
  }

  /** Traces the requests of a server. */
  public void watch(JavalinConfig config) {
    sdk.ifPresent(open -> config.jetty.modifyServer(s -> s.insertHandler(new RequestTraces(open))));
  }

  /**
   * {@return a handler that does the same, and whose attempts are traced}
   *
   * @param organizations finds the target of a job
   */
  public JobHandler watch(
      JobHandler handler, Function<OrganizationId, Organization> organizations) {
    return sdk.<JobHandler>map(open -> new JobTraces(handler, tracer(open), organizations))
        .orElse(handler);
  }

  /** {@return a storage that does the same, and whose calls are traced} */
  public ObjectStore watch(ObjectStore objects) {
    return sdk.<ObjectStore>map(open -> new TracedObjects(objects, tracer(open))).orElse(objects);
  }

  private static Tracer tracer(OpenTelemetry open) {
    return open.getTracer(SCOPE);
  }

  /** Sends what has not been sent yet, and waits for that a few seconds at most. */
  @Override
  public void close() {
    sdk.ifPresent(open -> open.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS));
  }
}
