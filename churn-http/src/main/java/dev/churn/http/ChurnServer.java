package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.features.RfmFeatures;
import dev.churn.http.limit.ProfilingTurns;
import dev.churn.http.route.FileLinks;
import dev.churn.http.route.FileLinks.Target;
import dev.churn.http.settings.AccessSettings;
import dev.churn.http.settings.Settings;
import dev.churn.http.settings.Settings.Storage;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
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

  /** How long an uploaded file waits until it is read. */
  private static final Duration READING_PATIENCE = Duration.ofSeconds(60);

  /** How to stop what has been started; the last one started is the first one stopped. */
  private final Deque<Runnable> stops = new ArrayDeque<>();

  private final Settings settings;
  private int port;
  private Path workFolder;

  private ChurnServer(Settings settings) {
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
    boolean started = false;
    try {
      server.start();
      started = true;
      return server;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  private void start() {
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
    PostgresDatabase database = openDatabase();
    ObjectStore objects = openObjects();
    Churn churn = wire(database, objects);
    stops.push(WarmUp.begin(churn.organizations(), churn.predictions())::close);
    var api = new ChurnApi(churn, workFolder, links(settings, url()), settings);
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
      log().info("Open to every program of this machine; set OPERATOR_KEY to ask for keys");
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
            .profiler(
                new ProfilingTurns(features, settings.limits().uploadThreads(), READING_PATIENCE))
            .quotas(settings.limits().quotas(), database.usages())
            .diskSpace(settings.limits().disk())
            .training(new ChurnModelTraining())
            .clock(CLOCK)
            .workFolder(workFolder)
            .featuresCompression(settings.featuresCompression())
            .build();
    stops.push(churn::close);
    stops.push(RemovalLoop.begin(churn.removals())::close);
    createDemo(churn.organizations());
    database.jobs().start(churn.jobHandler(), settings.jobThreads());
    return churn;
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

  /** {@return a folder for files that nobody needs after the server has stopped} */
  Path workFolder() {
    return workFolder;
  }

  /**
   * Stops the server. It takes no more requests and waits for the running ones. It waits for
   * running jobs too, or leaves them to the next start. Then it closes the connections to database
   * and storage. Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        // The others must be stopped nevertheless.
        log().warn("Something did not stop as it should", e);
      }
    }
  }

  /** Not a constant, so that the log is set up while other parts of the start run. */
  private static Logger log() {
    return LoggerFactory.getLogger(ChurnServer.class);
  }
}
