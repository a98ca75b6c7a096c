package dev.churn.http;

import dev.churn.domain.embed.Churn;
import dev.churn.http.access.Authentication;
import dev.churn.http.audit.Auditing;
import dev.churn.http.limit.RateLimits;
import dev.churn.http.limit.UploadTurns;
import dev.churn.http.metrics.Metrics;
import dev.churn.http.network.FrontDoor;
import dev.churn.http.network.SlowConnections;
import dev.churn.http.problem.ContainerProblems;
import dev.churn.http.problem.MachineProblems;
import dev.churn.http.problem.Problems;
import dev.churn.http.request.ClientAddress;
import dev.churn.http.request.JsonBodies;
import dev.churn.http.request.MatchedRoute;
import dev.churn.http.request.RequestLog;
import dev.churn.http.request.UploadForms;
import dev.churn.http.route.ApiKeyRoutes;
import dev.churn.http.route.AuditRoutes;
import dev.churn.http.route.DatasetRoutes;
import dev.churn.http.route.DeploymentRoutes;
import dev.churn.http.route.DocsRoutes;
import dev.churn.http.route.ErasureRoutes;
import dev.churn.http.route.ExchangeRoutes;
import dev.churn.http.route.FileLinks;
import dev.churn.http.route.FileRoutes;
import dev.churn.http.route.HealthRoutes;
import dev.churn.http.route.Hints;
import dev.churn.http.route.JobRoutes;
import dev.churn.http.route.MetricsRoutes;
import dev.churn.http.route.ModelRoutes;
import dev.churn.http.route.MonitoringRoutes;
import dev.churn.http.route.OrganizationRoutes;
import dev.churn.http.route.PredictionRoutes;
import dev.churn.http.route.Routes;
import dev.churn.http.route.TargetRoutes;
import dev.churn.http.settings.NetworkSettings;
import dev.churn.http.settings.Settings;
import dev.churn.http.trace.Traces;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** Puts all routes together and serves them over HTTP on an open socket. */
public final class ChurnApi {
  private static final long STOP_MILLIS = 30_000;

  /** How long a connection may be silent while there are as many as there may be. */
  private static final long CROWDED_IDLE_MILLIS = 1_000;

  private static final int PREFLIGHT_SECONDS = 600;

  private final Churn churn;
  private final Path uploadFolder;
  private final FileLinks links;
  private final Settings settings;
  private final Metrics metrics;
  private final Traces traces;
  private List<Routes.Declared> declared = List.of();

  /**
   * @param uploadFolder where uploads are kept while they are looked at; exists
   * @param links how answers name stored files
   */
  public ChurnApi(Churn churn, Path uploadFolder, FileLinks links, Settings settings) {
    this(churn, uploadFolder, links, settings, new Metrics(churn, settings), Traces.off());
  }

  /**
   * @param uploadFolder where uploads are kept while they are looked at; exists
   * @param links how answers name stored files
   * @param metrics counts the requests; closed when the server is stopped
   * @param traces tells of the requests
   */
  ChurnApi(
      Churn churn,
      Path uploadFolder,
      FileLinks links,
      Settings settings,
      Metrics metrics,
      Traces traces) {
    this.churn = churn;
    this.uploadFolder = uploadFolder;
    this.links = links;
    this.settings = settings;
    this.metrics = metrics;
    this.traces = traces;
  }

  /** {@return a server that answers on {@code socket} until it is stopped} */
  public Javalin start(ServerSocketChannel socket) {
    return Javalin.create(config -> configure(config, socket)).start();
  }

  /** {@return the routes of the started server and who may call each} */
  List<Routes.Declared> declared() {
    return declared;
  }

  private void configure(JavalinConfig config, ServerSocketChannel socket) {
    listen(config, socket, settings.network());
    config.jetty.modifyServer(server -> server.insertHandler(new FrontDoor(settings)));
    MatchedRoute.register(config);
    metrics.watch(config);
    traces.watch(config);
    ClientAddress.register(config.routes, settings.network().trustedProxies());
    RequestLog.register(config);
    allowOrigins(config);
    Problems.register(config.routes, Hints::of);
    var authentication = new Authentication(settings.access(), churn.authentication());
    var limits = new RateLimits(settings.limits().rates());
    limits.register(config.routes);
    authentication.register(config.routes);
    var auditing = new Auditing(churn.audit());
    auditing.register(config.routes);
    var bodies = new JsonBodies(settings.network());
    var routes =
        new Routes(config.routes, authentication, limits, bodies, auditing, churn.knownTargets());
    register(routes);
    declared = routes.declared();
  }

  /** Configures the server and its socket, but no routes. */
  static void listen(JavalinConfig config, ServerSocketChannel socket, NetworkSettings network) {
    configure(config);
    config.jetty.addConnector((server, http) -> connector(server, http, socket, network));
  }

  /** Configures what depends neither on the routes nor on the socket. */
  static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.router.javaLangErrorHandler(MachineProblems::answer);
    // Every response sets its own type. The charset of a text type set here would be kept for it.
    config.http.defaultContentType = "application/octet-stream";
    config.jetty.modifyServer(
        server -> {
          server.insertHandler(new GracefulHandler());
          server.setStopTimeout(STOP_MILLIS);
          server.setErrorHandler(new ContainerProblems());
        });
  }

  private void register(Routes routes) {
    // Javalin searches in this order, so the routes called most often come first
    new ModelRoutes(churn).register(routes);
    new OrganizationRoutes(churn).register(routes);
    new TargetRoutes(churn).register(routes);
    var forms =
        new UploadForms(
            uploadFolder, settings.maxUploadBytes(), settings.limits().disk(), settings.network());
    var turns =
        new UploadTurns(settings.limits().uploads(), settings.limits().organizationUploads());
    new DatasetRoutes(churn, forms, turns, links).register(routes);
    new DeploymentRoutes(churn).register(routes);
    new PredictionRoutes(churn, forms, turns, links).register(routes);
    new MonitoringRoutes(churn).register(routes);
    new JobRoutes(churn).register(routes);
    new ErasureRoutes(churn).register(routes);
    new AuditRoutes(churn).register(routes);
    new ExchangeRoutes(churn).register(routes);
    new ApiKeyRoutes(churn).register(routes);
    new HealthRoutes(churn).register(routes);
    new MetricsRoutes(metrics).register(routes);
    new DocsRoutes().register(routes);
    new FileRoutes(churn, links).register(routes);
  }

  /** Lets web pages of other origins call the server; without such origins it sends no header. */
  private void allowOrigins(JavalinConfig config) {
    Set<String> corsOrigins = settings.corsOrigins();
    if (corsOrigins.isEmpty()) {
      return;
    }
    config.bundledPlugins.enableCors(
        cors ->
            cors.addRule(
                rule -> {
                  corsOrigins.forEach(rule::allowHost);
                  rule.exposeHeader("Location");
                  rule.exposeHeader("Retry-After");
                  rule.exposeHeader("RateLimit");
                  rule.exposeHeader("RateLimit-Policy");
                  rule.maxAge = PREFLIGHT_SECONDS;
                }));
  }

  private static Connector connector(
      Server server, HttpConfiguration http, ServerSocketChannel socket, NetworkSettings network) {
    var connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setIdleTimeout(network.idle().toMillis());
    connector.addBean(new SlowConnections(connector.getScheduler(), network));
    var limit = new NetworkConnectionLimit(network.maxConnections(), connector);
    limit.setEndPointIdleTimeout(CROWDED_IDLE_MILLIS);
    connector.addBean(limit);
    try {
      connector.open(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }
}
