package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureEngineering;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.monitoring.EvaluatePredictions;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.pipeline.JobDispatcher;
import dev.churn.domain.usecase.pipeline.PipelineJobHandler;
import dev.churn.domain.usecase.pipeline.RunPipeline;
import dev.churn.domain.usecase.scoring.ScoreCustomers;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictionRecorder;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.StoredModelArtifacts;
import dev.churn.domain.usecase.training.TrainModel;
import dev.churn.features.RfmFeatures;
import dev.churn.http.route.Services;
import dev.churn.http.settings.Settings;
import dev.churn.local.CachedModelArtifacts;
import dev.churn.local.LocalObjectStore;
import dev.churn.local.LocalPostgres;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.postgres.JobSettings;
import dev.churn.postgres.PostgresDatabase;
import dev.churn.supabase.SupabaseObjectStore;
import dev.churn.supabase.SupabaseSettings;
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
 * A running server: every port with its adapter, every use case with its ports, and the routes over
 * them. This is the only place that knows all adapters.
 */
public final class ChurnServer implements AutoCloseable {
  /** The organization that every first start creates, named {@code demo}. */
  public static final OrganizationId DEMO_ORGANIZATION =
      OrganizationId.parse("00000000-0000-4000-8000-00000000de30");

  /** As fine as the database keeps it, so that a time is the same before and after it is stored. */
  private static final InstantSource CLOCK = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));

  /** What has been started, the last first: the order in which it is stopped. */
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
    // First of all, so that a port that is taken is told before a database is started for nothing.
    ServerSocketChannel socket = bind();
    var folder = WorkFolder.open(settings.home().resolve("tmp"));
    stops.push(folder::close);
    workFolder = folder.path();
    // The database and the classes of HTTP take about the same part of a start.
    boolean isFirst = settings.databaseUrl().isEmpty() && !Files.exists(databaseFolder());
    CompletableFuture<Void> rehearsal = CompletableFuture.runAsync(() -> rehearse(isFirst));
    PostgresDatabase database = openDatabase();
    ObjectStore objects = openObjects();
    Services services = wire(database, objects);
    stops.push(WarmUp.begin(services.organizations(), services.predictChurn())::close);
    boolean servesFiles = settings.supabase().isEmpty();
    var api = new ChurnApi(services, workFolder, settings.maxUploadBytes(), servesFiles);
    rehearsal.join();
    Javalin javalin = api.start(socket);
    stops.push(javalin::stop);
    log().atInfo().addKeyValue("url", url()).log("started");
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
    PostgresDatabase database =
        PostgresDatabase.open(DatabaseSettings.parse(databaseUrl), JobSettings.defaults(), CLOCK);
    stops.push(database::close);
    return database;
  }

  private String startOwnDatabase() {
    LocalPostgres postgres = LocalPostgres.start(databaseFolder());
    stops.push(postgres::close);
    return postgres.url();
  }

  private static void rehearse(boolean isFirst) {
    ClassPreloading.run();
    if (isFirst) {
      PostgresDatabase.rehearse();
    }
  }

  private Path databaseFolder() {
    return settings.home().resolve("postgres");
  }

  private ObjectStore openObjects() {
    ObjectStore objects =
        settings
            .supabase()
            .map(this::openSupabase)
            .orElseGet(
                () ->
                    new LocalObjectStore(
                        settings.home().resolve("storage"),
                        settings.publicUrl().map(URI::toString).orElseGet(this::url)));
    objects.prepare();
    return objects;
  }

  private ObjectStore openSupabase(Settings.Supabase supabase) {
    var objects =
        new SupabaseObjectStore(SupabaseSettings.of(supabase.url().toString(), supabase.key()));
    stops.push(objects::close);
    return objects;
  }

  private Services wire(PostgresDatabase database, ObjectStore objects) {
    FeatureEngineering features = new RfmFeatures();
    ModelTraining training = new ChurnModelTraining();
    ModelArtifacts artifacts =
        new CachedModelArtifacts(
            settings.home().resolve("models"), new StoredModelArtifacts(objects));
    var organizations = database.organizations();
    var datasets = database.datasets();
    var models = database.models();
    var transactions = database.transactions();
    var jobs = database.jobs();
    var manageOrganizations = new ManageOrganizations(organizations, transactions, CLOCK);
    var processFeatures =
        new ProcessFeatures(
            organizations, datasets, jobs, transactions, objects, features, workFolder, CLOCK);
    var trainModel =
        new TrainModel(
            organizations,
            datasets,
            models,
            jobs,
            transactions,
            objects,
            features,
            training,
            artifacts,
            CLOCK);
    var served = new ServedModels(models, artifacts, training, CLOCK);
    var recorder = new PredictionRecorder(database.predictionLog());
    stops.push(recorder::close);
    var predictions = database.predictions();
    var startScoring =
        new StartScoring(
            organizations,
            datasets,
            served,
            predictions,
            jobs,
            transactions,
            objects,
            features,
            CLOCK);
    var pipelines =
        new RunPipeline(
            organizations,
            models,
            jobs,
            database.pipelines(),
            new UploadDataset(organizations, features, objects, datasets, transactions, CLOCK),
            processFeatures,
            trainModel,
            startScoring,
            CLOCK);
    var work =
        new JobDispatcher(
            processFeatures,
            trainModel,
            new ScoreCustomers(
                organizations, datasets, served, predictions, objects, features, workFolder, CLOCK),
            new EvaluatePredictions(
                datasets,
                models,
                database.outcomes(),
                database.reports(),
                transactions,
                objects,
                features));
    createDemo(manageOrganizations);
    jobs.start(new PipelineJobHandler(work, pipelines), settings.jobThreads());
    return new Services(
        manageOrganizations,
        pipelines,
        new ManageDatasets(
            organizations, datasets, objects, jobs, models, predictions, transactions),
        processFeatures,
        trainModel,
        new PredictChurn(organizations, served, features, recorder, CLOCK),
        new ManageDeployment(
            organizations, models, transactions, artifacts, training, served, CLOCK),
        served,
        startScoring,
        new ShowMonitoring(
            organizations, datasets, models, database.outcomes(), database.reports()),
        jobs,
        models,
        predictions,
        objects,
        database::ping);
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
   * Stops: takes no more requests, lets running ones end, lets running jobs end or leaves them to
   * the next start, and lets go of database and storage. Closing again does nothing.
   */
  @Override
  public synchronized void close() {
    while (!stops.isEmpty()) {
      try {
        stops.pop().run();
      } catch (RuntimeException e) {
        // What is left must be stopped all the same.
        log().warn("Something did not stop as it should", e);
      }
    }
  }

  /** Not a constant: setting up the log is work that a start does beside other work. */
  private static Logger log() {
    return LoggerFactory.getLogger(ChurnServer.class);
  }
}
