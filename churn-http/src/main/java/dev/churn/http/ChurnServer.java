package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.features.RfmFeatures;
import dev.churn.http.limit.ProfilingTurns;
import dev.churn.http.metrics.Metrics;
import dev.churn.http.metrics.MetricsServer;
import dev.churn.http.route.FileLinks;
import dev.churn.http.route.FileLinks.Target;
import dev.churn.http.settings.AccessSettings;
import dev.churn.http.settings.OperatorKey;
import dev.churn.http.settings.Settings;
import dev.churn.http.settings.Settings.Storage;
import dev.churn.http.trace.Traces;
import dev.churn.local.CachedModelArtifacts;
import dev.churn.local.LocalObjectStore;
import dev.churn.local.LocalPostgres;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.postgres.JobSettings;
import dev.churn.postgres.PostgresDatabase;
import dev.churn.supabase.SupabaseObjectStore;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. It connects every port to its adapter, every use case to its ports and the
 * routes to the use cases. No other class knows all adapters.
 */
public final class ChurnServer implements AutoCloseable {
  /** The organization named {@code demo}, which the first start creates. */
  public static final OrganizationId DEMO_ORGANIZATION =
      OrganizationId.parse("00000000-0000-4000-8000-00000000de30");

  /** Ticks in microseconds as the database does, so that storing a time does not change it. */
  private static final InstantSource CLOCK = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

  /** How long a stop waits for a start that is under way. */
  private static final long START_PATIENCE_SECONDS = 60;

  /** What has been started and how it stops. */
  private final Stops stops = new Stops();

  /** Counted down when the start has ended, successfully or not. */
  private final CountDownLatch started = new CountDownLatch(1);

  /** How long an uploaded file waits until it is read. */
  private static final Duration READING_PATIENCE = Duration.ofSeconds(60);

  /** How many uploaded files are read at the same time at most. */
  private static final int MAX_FILES_READ = 4;

  private final Settings settings;
  private int port;
  private Path workFolder;

  /** Creates a server that is to be started by {@link #start()}. */
  ChurnServer(Settings settings) {
    this.settings = settings;
  }

  /**
   * {@return a server that answers and works on jobs}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the settings cannot be used,
   *     {@link ErrorCode#CONFLICT} if the port is taken, {@link ErrorCode#UNAVAILABLE} or {@link
   *     ErrorCode#UNPROCESSABLE} if database or storage cannot be used; nothing is then left
   *     running
   */
  public static ChurnServer start(Settings settings) {
    var server = new ChurnServer(settings);
    server.start();
    return server;
  }

  /**
   * Starts the server. Another thread may close it meanwhile; the start then fails and leaves
   * nothing running.
   *
   * @throws ChurnException as {@link #start(Settings)} does
   */
  void start() {
    boolean succeeded = false;
    try {
      startParts();
      succeeded = true;
    } finally {
      if (!succeeded) {
        stops.run();
      }
      started.countDown();
    }
  }

  private void startParts() {
    PrivateHome.open(settings.home());
    // Comes first: if the port is taken, no database is started for nothing.
    ServerSocketChannel socket = bind();
    var folder = WorkFolder.open(settings.home().resolve("tmp"));
    stops.push(folder::close);
    workFolder = folder.path();
    // The first start creates the schema; loading what does that takes as long as the database.
    boolean isFirst = settings.databaseUrl().isEmpty() && !Files.exists(databaseFolder());
    CompletableFuture<Void> preloading =
        isFirst
            ? CompletableFuture.runAsync(PostgresDatabase::rehearse)
            : CompletableFuture.completedFuture(null);
    var traces = Traces.open(settings.observability().traces());
    stops.push(traces::close);
    PostgresDatabase database = openDatabase();
    ObjectStore objects = traces.watch(openObjects());
    Churn churn = wire(database, objects);
    Metrics metrics = measure(churn, database);
    JobHandler handler =
        traces.watch(metrics.watch(churn.jobHandler()), churn.organizations()::load);
    database.jobs().start(handler, settings.jobThreads());
    stops.push(WarmUp.begin(churn.organizations(), churn.targets(), churn.predictions())::close);
    var api = new ChurnApi(churn, workFolder, links(settings, url()), settings, metrics, traces);
    preloading.join();
    Javalin javalin = api.start(socket);
    stops.push(javalin::stop);
    log().atInfo().addKeyValue("url", url()).log("started");
    tellWhoMayCall();
  }

  private void tellWhoMayCall() {
    AccessSettings access = settings.access();
    if (access.required()) {
      log().info("Callers need a key or a token");
    } else if (access.isLoopback()) {
      log().info("Open to every program of this machine; set OPERATOR_KEY to require keys");
    } else {
      log().warn("Open to everybody who reaches {}, since AUTHENTICATION is none", settings.host());
    }
  }

  private ServerSocketChannel bind() {
    var address = new InetSocketAddress(settings.host(), settings.port());
    try {
      ServerSocketChannel socket = ServerSocketChannel.open();
      stops.push(() -> close(socket));
      socket.bind(address);
      port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
      return socket;
    } catch (IOException | UnresolvedAddressException e) {
      throw new ChurnException(
          ErrorCode.CONFLICT,
          ("HOST, PORT: cannot listen on %s:%d (%s); stop the program that does, or choose another"
                  + " port")
              .formatted(settings.host(), settings.port(), reason(e)));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? "unknown host" : e.getMessage();
  }

  private static void close(ServerSocketChannel socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PostgresDatabase openDatabase() {
    String databaseUrl = settings.databaseUrl().orElseGet(this::startOwnDatabase);
    DatabaseSettings address =
        DatabaseSettings.parse(databaseUrl)
            .withPoolSize(settings.databasePoolSize() - 2 * settings.jobThreads());
    PostgresDatabase database = PostgresDatabase.open(address, JobSettings.defaults(), CLOCK);
    stops.push(database::close);
    return database;
  }

  private String startOwnDatabase() {
    LocalPostgres postgres = LocalPostgres.start(databaseFolder());
    stops.push(postgres::close);
    return postgres.url();
  }

  private Path databaseFolder() {
    return settings.home().resolve("postgres");
  }

  private ObjectStore openObjects() {
    ObjectStore objects = settings.storage().match(this::openSupabase, this::openFolder);
    objects.prepare();
    return objects;
  }

  private ObjectStore openSupabase(Storage.Supabase supabase) {
    var objects = new SupabaseObjectStore(supabase.settings());
    stops.push(objects::close);
    return objects;
  }

  private ObjectStore openFolder(Storage.Folder folder) {
    return new LocalObjectStore(
        folder.path(),
        settings.publicUrl().map(URI::toString).orElseGet(this::url),
        settings.limits().disk());
  }

  /**
   * {@return how answers name stored files}
   *
   * @param ownUrl where the server is reached from its machine
   */
  static FileLinks links(Settings settings, String ownUrl) {
    Target ofPublic =
        settings.storage().match(supabase -> Target.STORAGE, folder -> Target.PUBLIC_ROUTE);
    Target target =
        switch (settings.storage().access()) {
          case PUBLIC -> ofPublic;
          case PRIVATE -> Target.ORGANIZATION_ROUTE;
        };
    return new FileLinks(target, settings.publicUrl(), ownUrl);
  }

  private Churn wire(PostgresDatabase database, ObjectStore objects) {
    RfmFeatures features = new RfmFeatures().within(settings.limits().reading());
    Churn churn =
        Churn.builder()
            .organizations(database.organizations())
            .datasets(database.datasets())
            .models(database.models())
            .batches(database.predictions())
            .predictionLog(database.predictionLog())
            .outcomes(database.outcomes())
            .reports(database.reports())
            .pipelines(database.pipelines())
            .removals(database.removals())
            .auditLog(database.auditLog())
            .erasures(database.erasures())
            .customerRecords(database.customerRecords())
            .apiKeys(database.apiKeys())
            .jobs(database.jobs())
            .transactions(database.transactions())
            .databasePing(database::ping)
            .objects(objects)
            .artifacts(
                new CachedModelArtifacts(
                    settings.home().resolve("models"),
                    new StoredModelArtifacts(objects),
                    settings.limits().disk()))
            .features(features)
            .profiler(profiler())
            .quotas(settings.limits().quotas(), database.usages())
            .diskSpace(settings.limits().disk())
            .training(new ChurnModelTraining())
            .clock(CLOCK)
            .workFolder(workFolder)
            .featuresCompression(settings.featuresCompression())
            .build();
    stops.push(churn::close);
    stops.push(RemovalLoop.begin(churn.removals(), () -> tidy(churn))::close);
    createDemo(churn.organizations());
    return churn;
  }

  /** Deletes what no row names and what is older than it is kept. */
  private void tidy(Churn churn) {
    try {
      churn.orphans().sweep();
    } finally { // a storage that is away keeps no row alive
      churn.expiredRecords().expire(settings.retention().periods());
    }
  }

  private Metrics measure(Churn churn, PostgresDatabase database) {
    var metrics = new Metrics(churn, settings);
    stops.push(metrics::close);
    metrics.bindConnections(database::connections);
    settings
        .observability()
        .metricsPort()
        .ifPresent(
            metricsPort -> {
              var server = MetricsServer.start(settings.host(), metricsPort, metrics::scrape);
              stops.push(server::close);
              log().atInfo().addKeyValue("port", server.port()).log("metrics are served");
            });
    return metrics;
  }

  /** {@return the reader of uploads} Files that come together share the threads for them. */
  private ProfilingTurns profiler() {
    int threads = settings.limits().uploadThreads();
    int files = Math.min(MAX_FILES_READ, threads);
    return new ProfilingTurns(
        new RfmFeatures().within(settings.limits().reading()),
        new RfmFeatures(threads / files).within(settings.limits().reading()),
        files,
        READING_PATIENCE);
  }

  private static void createDemo(ManageOrganizations organizations) {
    organizations.createIfMissing(DEMO_ORGANIZATION, "demo", OrganizationSettings.defaults());
  }

  /** {@return the port on which the server listens} */
  int port() {
    return port;
  }

  /** {@return where the server is reached from this machine} */
  public String url() {
    String host = settings.host();
    if (host.equals("0.0.0.0") || host.equals("::")) {
      host = "127.0.0.1";
    }
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }

  /** {@return whether callers must prove who they are} */
  boolean asksForKeys() {
    return settings.access().required();
  }

  /** {@return a key that opens everything, if the server asks for keys and one is set} */
  Optional<String> operatorKey() {
    return settings.access().operatorKeys().stream().findFirst().map(OperatorKey::text);
  }

  /** {@return a folder for files that nobody needs after the server has stopped} */
  Path workFolder() {
    return workFolder;
  }

  /**
   * Stops the server. It takes no more requests and waits for the running ones. It waits for
   * running jobs too, or leaves them to the next start. Then it closes the connections to database
   * and storage. A start that is under way in another thread ends first. Closing again does
   * nothing.
   */
  @Override
  public void close() {
    stops.run();
    try {
      if (!started.await(START_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        log().warn("The server was still starting when it was stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Not a constant, so that the log is set up while other parts of the start run. */
  private static Logger log() {
    return LoggerFactory.getLogger(ChurnServer.class);
  }
}
