package dev.churn.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryMonitoringReports;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPipelines;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.memory.InMemoryPredictionOutcomes;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.pipeline.CancelJob;
import dev.churn.domain.usecase.pipeline.RunPipeline;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.PredictionRecorder;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.serving.StoredModelArtifacts;
import dev.churn.domain.usecase.training.TrainModel;
import dev.churn.features.RfmFeatures;
import dev.churn.http.Caller;
import dev.churn.http.ChurnApi;
import dev.churn.http.Response;
import dev.churn.http.route.Services;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What callers hear of faults that are not theirs. */
final class ProblemsTest {
  @TempDir Path folder;

  /** Asks whether a server is ready whose database answers with a fault. */
  private PredictionRecorder recorder;

  @AfterEach
  void stop_recording() {
    if (recorder != null) {
      recorder.close();
    }
  }

  private Response readyWith(RuntimeException fault) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Services services =
        inMemory(
            () -> {
              throw fault;
            });
    Javalin javalin = new ChurnApi(services, folder, 1000, true).start(socket);
    try {
      return new Caller("http://127.0.0.1:" + javalin.port()).get("/health/ready");
    } finally {
      javalin.stop();
    }
  }

  private Services inMemory(Runnable ping) {
    InstantSource clock = Clock.systemUTC();
    var database = new InMemoryDatabase();
    var organizations = new InMemoryOrganizations(database);
    var datasets = new InMemoryDatasetCatalog(database);
    var models = new InMemoryModelRegistry(database);
    var jobs = new InMemoryJobQueue(database, clock);
    var objects = new InMemoryObjectStore();
    var features = new RfmFeatures();
    var training = new ChurnModelTraining();
    var artifacts = new StoredModelArtifacts(objects);
    var served = new ServedModels(models, artifacts, training, clock);
    recorder = new PredictionRecorder(new InMemoryPredictionLog(database));
    var process =
        new ProcessFeatures(
            organizations, datasets, jobs, database, objects, features, folder, clock);
    var train =
        new TrainModel(
            organizations,
            datasets,
            models,
            jobs,
            database,
            objects,
            features,
            training,
            artifacts,
            clock);
    var predictions = new InMemoryPredictionBatches(database);
    var scoring =
        new StartScoring(
            organizations, datasets, served, predictions, jobs, database, objects, features, clock);
    return new Services(
        new ManageOrganizations(organizations, database, clock),
        new RunPipeline(
            organizations,
            models,
            jobs,
            new InMemoryPipelines(database),
            new UploadDataset(organizations, features, objects, datasets, database, clock),
            process,
            train,
            scoring,
            clock),
        new ManageDatasets(organizations, datasets, objects, jobs, models, predictions, database),
        process,
        train,
        new PredictChurn(organizations, served, features, recorder, clock),
        new ManageDeployment(organizations, models, database, artifacts, training, served, clock),
        served,
        scoring,
        new ShowMonitoring(
            organizations,
            datasets,
            models,
            new InMemoryPredictionOutcomes(database),
            new InMemoryMonitoringReports(database)),
        new CancelJob(organizations, jobs, train),
        jobs,
        models,
        predictions,
        objects,
        ping);
  }

  @Test
  void a_database_that_does_not_answer_makes_the_server_unready_for_a_while() throws IOException {
    Response answer =
        readyWith(new ChurnException(ErrorCode.UNAVAILABLE, "The database is having lunch"));

    assertThat(answer.wrongFields(503)).containsExactly("database");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void an_unexpected_fault_shows_nothing_of_its_insides() throws IOException {
    Response answer = readyWith(new IllegalStateException("password=hunter2"));

    JsonNode problem = answer.problem(500);
    assertThat(answer.text()).doesNotContain("hunter2").doesNotContain("IllegalState");
    assertThat(problem.path("detail").asString()).contains("request id");
  }

  @Test
  void an_error_of_the_machine_is_told_as_a_problem_too() throws IOException {
    // Errors are no RuntimeExceptions, so this one comes in the way that deep recursion takes.
    assertThat(readyWith(new DeepFault()).problem(500).path("detail").asString()).isNotBlank();
  }

  private static final class DeepFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new StackOverflowError("as deep as it gets");
    }
  }

  @Test
  void every_code_has_the_status_that_the_api_promises() {
    assertThat(ErrorCode.values())
        .extracting(code -> ProblemType.of(code).status())
        .containsExactly(400, 404, 409, 413, 415, 422, 503, 500);
  }
}
