package dev.churn.domain.usecase.pipeline;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.pipeline.PipelineStep.Status;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.training.TrainModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a canceled job leaves behind, on the in-memory ports. */
class CancelJobTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";
  private static final Optional<Requester> ALICE = Optional.of(new Requester("alice"));

  @TempDir Path workFolder;

  private final InstantSource clock = () -> MONDAY;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final TinyLearning learning = new TinyLearning();
  private final InMemoryPredictionBatches batches = new InMemoryPredictionBatches(database);
  private Churn churn;
  private ProcessFeatures process;
  private TrainModel train;
  private StartScoring scoring;
  private RunPipeline pipelines;
  private JobHandler work;
  private CancelJob cancel;
  private OrganizationId acme;

  @BeforeEach
  void an_organization() {
    churn =
        Churn.builder()
            .inMemory(database)
            .jobs(jobs)
            .objects(objects)
            .batches(batches)
            .features(learning)
            .training(learning)
            .workFolder(workFolder)
            .clock(clock)
            .build();
    process = churn.features();
    train = churn.training();
    scoring = churn.scoring();
    pipelines = churn.pipelines();
    work = churn.jobHandler();
    cancel = churn.canceledJobs();
    acme =
        churn
            .organizations()
            .create("Acme", new OrganizationSettings(30, 90, Set.of(), false))
            .id();
  }

  @AfterEach
  void close() {
    churn.close();
  }

  private RawDataset uploaded(boolean pipeline) {
    return churn
        .uploads()
        .upload(
            acme,
            "days.csv",
            Content.of(FILE.getBytes(UTF_8)),
            UploadOptions.defaults(),
            Optional.of(pipeline))
        .dataset();
  }

  private RawDataset processed() {
    RawDataset raw = uploaded(false);
    process.start(acme, raw.id());
    jobs.runAll(work);
    return raw;
  }

  private DatasetStatus statusOf(RawDataset raw) {
    return catalog.find(acme, raw.id()).map(found -> found.status()).orElseThrow();
  }

  private Job byAlice(Job job) {
    return cancel.cancel(acme, job.id(), ALICE);
  }

  /** Works off all jobs; those of a kind store a file, are then canceled, and cut off. */
  private void cutOff(JobKind kind, Function<Job, ObjectKey> stored) {
    jobs.runAll(
        new JobHandler() {
          @Override
          public void run(Job job, Progress progress) {
            if (job.request().kind() != kind) {
              work.run(job, progress);
              return;
            }
            objects.put(stored.apply(job), Content.of(new byte[] {1}), "text/csv");
            assertThat(byAlice(job).isCanceling()).isTrue();
            throw new ChurnException(ErrorCode.UNAVAILABLE, "interrupted");
          }

          @Override
          public void completed(Job job) {
            work.completed(job);
          }

          @Override
          public void failed(Job job, String reason) {
            work.failed(job, reason);
          }

          @Override
          public void canceled(Job job, String reason) {
            work.canceled(job, reason);
          }

          @Override
          public boolean isDone(Job job) {
            return work.isDone(job);
          }

          @Override
          public void discard(Job job) {
            work.discard(job);
          }
        });
  }

  private List<Status> statuses(RawDataset raw) {
    return pipelines.find(acme, raw.id()).orElseThrow().steps().stream()
        .map(PipelineStep::status)
        .toList();
  }

  @Test
  void a_dataset_that_was_to_be_processed_is_uploaded_again_and_can_be_processed() {
    RawDataset raw = uploaded(false);
    Job job = byAlice(process.start(acme, raw.id()));

    assertThat(job.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(job.message()).isEqualTo("Canceled by alice");
    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.UPLOADED);

    assertThat(process.start(acme, raw.id()).id()).isNotEqualTo(job.id());
    jobs.runAll(work);
    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.READY);
  }

  @Test
  void a_table_of_a_canceled_job_is_removed() {
    RawDataset raw = uploaded(false);
    process.start(acme, raw.id());

    cutOff(JobKind.PROCESS_FEATURES, CancelJobTest::tableOf);

    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.UPLOADED);
    assertThat(objects.list(Bucket.UTILS, "")).isEmpty();
  }

  @Test
  void a_compressed_table_of_a_canceled_job_is_removed_whatever_the_settings_are_now() {
    RawDataset raw = uploaded(false);
    process.start(acme, raw.id());

    cutOff(
        JobKind.PROCESS_FEATURES, job -> new ObjectKey(Bucket.UTILS, tableOf(job).path() + ".gz"));

    assertThat(objects.list(Bucket.UTILS, "")).isEmpty();
  }

  @Test
  void a_dataset_that_was_processed_before_keeps_its_table() {
    RawDataset raw = processed();
    byAlice(process.start(acme, raw.id()));
    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.READY);

    process.start(acme, raw.id());
    cutOff(
        JobKind.PROCESS_FEATURES, job -> ObjectKey.raw(acme, UUID.randomUUID(), "csv")); // not it

    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.READY);
    assertThat(catalog.findFeaturesOf(acme, raw.id())).isPresent();
    assertThat(objects.list(Bucket.UTILS, "")).hasSize(1);
  }

  @Test
  void a_canceled_job_leaves_the_table_of_an_earlier_one() {
    RawDataset raw = processed();
    FeatureDataset earlier = catalog.findFeaturesOf(acme, raw.id()).orElseThrow();
    process.start(acme, raw.id());

    cutOff(JobKind.PROCESS_FEATURES, CancelJobTest::tableOf);

    assertThat(statusOf(raw)).isEqualTo(DatasetStatus.READY);
    assertThat(catalog.findFeaturesOf(acme, raw.id())).contains(earlier);
    assertThat(objects.list(Bucket.UTILS, "")).containsExactly(earlier.file().key());
  }

  /** {@return the key of the table that a job creates} */
  private static ObjectKey tableOf(Job job) {
    return ObjectKey.features(
        job.request().organizationId(),
        UUID.nameUUIDFromBytes(("features of " + job.id()).getBytes(UTF_8)));
  }

  @Test
  void a_canceled_training_has_failed_and_left_no_file() {
    processed();
    TrainingRun model = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()).model();

    cutOff(JobKind.TRAIN_MODEL, job -> ObjectKey.model(acme, job.request().subject()));

    assertThat(registry.find(acme, model.id()).orElseThrow().outcome())
        .isEqualTo(new TrainingRun.Failed(MONDAY, "Canceled by alice"));
    assertThat(objects.size(ObjectKey.model(acme, model.id().value()))).isEmpty();
  }

  @Test
  void a_canceled_batch_has_failed_and_left_no_file() {
    RawDataset raw = processed();
    train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());
    jobs.runAll(work);
    PredictionBatch batch = scoring.dataset(acme, raw.id(), Optional.empty()).batch();

    cutOff(JobKind.SCORE_CUSTOMERS, job -> ObjectKey.predictions(acme, job.request().subject()));

    assertThat(batches.find(acme, batch.id()).orElseThrow().state())
        .isEqualTo(new PredictionBatch.Failed(MONDAY, "Canceled by alice"));
    assertThat(objects.size(ObjectKey.predictions(acme, batch.id().value()))).isEmpty();
  }

  @Test
  void a_model_that_was_trained_before_the_interrupt_stays_so() {
    processed();
    Job job = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()).job();
    jobs.runAll(
        new JobHandler() {
          @Override
          public void run(Job running, Progress progress) {
            work.run(running, progress);
            byAlice(running);
            throw new ChurnException(ErrorCode.UNAVAILABLE, "interrupted after its last step");
          }

          @Override
          public boolean isDone(Job running) {
            return work.isDone(running);
          }

          @Override
          public void failed(Job running, String reason) {
            work.failed(running, reason);
          }
        });

    assertThat(jobs.find(acme, job.id()).orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(registry.findActive(acme)).isPresent();
  }

  @Test
  void while_a_job_is_being_canceled_the_next_is_another_one() {
    RawDataset raw = processed();
    train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());
    process.start(acme, raw.id());
    jobs.runAll(
        new JobHandler() {
          @Override
          public void run(Job job, Progress progress) {
            if (job.request().kind() == JobKind.PROCESS_FEATURES) {
              byAlice(job);
              assertThatThrownBy(() -> process.start(acme, raw.id()))
                  .satisfies(
                      e -> assertThat(((ChurnException) e).code()).isEqualTo(ErrorCode.CONFLICT))
                  .hasMessageContaining("is being canceled");
            } else if (registry.list(acme, PageRequest.first()).total() == 1) {
              byAlice(job);
              train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());
            }
            throw new ChurnException(ErrorCode.UNAVAILABLE, "interrupted");
          }

          @Override
          public void failed(Job job, String reason) {
            work.failed(job, reason);
          }
        });

    assertThat(registry.list(acme, PageRequest.first()).items())
        .extracting(model -> ((TrainingRun.Failed) model.outcome()).reason())
        .containsExactlyInAnyOrder("Canceled by alice", "interrupted");
  }

  @Test
  void the_steps_after_a_canceled_one_are_skipped() {
    RawDataset waiting = uploaded(true);
    JobId first =
        pipelines.find(acme, waiting.id()).orElseThrow().steps().get(0).job().orElseThrow();
    cancel.cancel(acme, first, Optional.empty());
    jobs.runAll(work);
    assertThat(statuses(waiting)).containsExactly(Status.FAILED, Status.SKIPPED, Status.SKIPPED);

    RawDataset running = uploaded(true);
    cutOff(JobKind.TRAIN_MODEL, job -> ObjectKey.model(acme, job.request().subject()));

    assertThat(statuses(running)).containsExactly(Status.COMPLETED, Status.FAILED, Status.SKIPPED);
    assertThat(pipelines.find(acme, running.id()).orElseThrow().steps())
        .extracting(PipelineStep::message)
        .endsWith("Canceled by alice", "The step train was canceled");
    assertThat(batches.list(acme, PageRequest.first()).total()).isZero();
  }

  @Test
  void what_is_not_there_cannot_be_canceled() {
    assertThatThrownBy(() -> cancel.cancel(acme, new JobId(UUID.randomUUID()), ALICE))
        .satisfies(e -> assertThat(((ChurnException) e).code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(
            () ->
                cancel.cancel(
                    new OrganizationId(UUID.randomUUID()), new JobId(UUID.randomUUID()), ALICE))
        .satisfies(e -> assertThat(((ChurnException) e).code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
