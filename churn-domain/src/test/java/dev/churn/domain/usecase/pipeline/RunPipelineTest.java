package dev.churn.domain.usecase.pipeline;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.pipeline.PipelineStep.Kind;
import dev.churn.domain.pipeline.PipelineStep.Status;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.DeploymentRequest;
import dev.churn.domain.usecase.training.TrainModel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads that go on by themselves, on the in-memory ports. */
class RunPipelineTest {
  private static final JobKind[] STEPS = {
    JobKind.PROCESS_FEATURES,
    JobKind.TRAIN_MODEL,
    JobKind.SCORE_CUSTOMERS,
    JobKind.JUDGE_PREDICTIONS
  };

  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";
  private static final String TOO_SMALL = "2024-01-01\n";

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final TinyLearning learning = new TinyLearning();
  private final InMemoryPredictionBatches batches = new InMemoryPredictionBatches(database);
  private final List<JobRequest> run = new ArrayList<>();
  private final Churn churn =
      Churn.builder()
          .inMemory(database)
          .jobs(jobs)
          .objects(objects)
          .features(learning)
          .training(learning)
          .clock(clock)
          .build();
  private final ProcessFeatures process = churn.features();
  private final TrainModel train = churn.training();
  private final StartScoring scoring = churn.scoring();
  private final RunPipeline pipelines = churn.pipelines();
  private final JobHandler work = new Counted(churn.jobHandler());
  private OrganizationId acme;

  @BeforeEach
  void an_organization() {
    acme = organization(true);
  }

  @AfterEach
  void close() {
    churn.close();
  }

  private OrganizationId organization(boolean pipeline) {
    return churn
        .organizations()
        .create("Acme", new OrganizationSettings(30, 90, Set.of(), pipeline))
        .id();
  }

  /** Remembers what was run. */
  private final class Counted implements JobHandler {
    private final JobHandler next;

    Counted(JobHandler next) {
      this.next = next;
    }

    @Override
    public void run(Job job, Progress progress) {
      run.add(job.request());
      next.run(job, progress);
    }

    @Override
    public void completed(Job job) {
      next.completed(job);
    }

    @Override
    public void failed(Job job, String reason) {
      next.failed(job, reason);
    }
  }

  private UploadDataset.Uploaded uploaded(String file, Optional<Boolean> wanted) {
    return churn
        .uploads()
        .upload(
            acme, "days.csv", Content.of(file.getBytes(UTF_8)), UploadOptions.defaults(), wanted);
  }

  private RawDataset uploaded(String file) {
    return uploaded(file, Optional.empty()).dataset();
  }

  private Pipeline found(RawDataset raw) {
    return pipelines.find(acme, raw.id()).orElseThrow();
  }

  private List<JobKind> kinds() {
    return run.stream().map(JobRequest::kind).toList();
  }

  private long scored() {
    return batches.list(acme, PageRequest.first()).total();
  }

  private static List<Status> statuses(Pipeline pipeline) {
    return pipeline.steps().stream().map(PipelineStep::status).toList();
  }

  @Test
  void an_upload_becomes_features_a_model_and_scores() {
    RawDataset raw = uploaded(FILE);
    assertThat(statuses(found(raw))).containsExactly(Status.QUEUED, Status.WAITING, Status.WAITING);

    jobs.runAll(work);

    Pipeline ended = found(raw);
    assertThat(statuses(ended))
        .containsExactly(Status.COMPLETED, Status.COMPLETED, Status.COMPLETED);
    TrainingRun model = registry.findActive(acme).orElseThrow();
    PredictionBatch batch = batches.list(acme, PageRequest.first()).items().get(0);
    assertThat(model.type()).isEqualTo(ModelType.AUTO);
    assertThat(ended.step(Kind.TRAIN).result()).contains(model.id().value());
    assertThat(ended.step(Kind.SCORE).result()).contains(batch.id().value());
    assertThat(batch.state()).isInstanceOf(PredictionBatch.Completed.class);
    assertThat(batch.totalCustomers()).hasValue(4);
    for (PipelineStep step : ended.steps()) {
      assertThat(step.job().flatMap(id -> jobs.find(acme, id))).isPresent();
      assertThat(step.startedAt()).contains(MONDAY);
      assertThat(step.finishedAt()).contains(MONDAY);
      assertThat(step.message()).isNotBlank();
    }
  }

  @Test
  void the_upload_overrides_the_setting_and_nothing_else_starts_a_pipeline() {
    RawDataset without = uploaded(FILE, Optional.of(false)).dataset();
    process.start(acme, without.id());
    jobs.runAll(work);
    assertThat(pipelines.find(acme, without.id())).isEmpty();
    assertThat(kinds()).containsExactly(JobKind.PROCESS_FEATURES, JobKind.JUDGE_PREDICTIONS);

    acme = organization(false);
    assertThat(uploaded(FILE, Optional.empty()).pipeline()).isFalse();
    assertThat(uploaded(FILE, Optional.of(true)).pipeline()).isTrue();
    run.clear();
    jobs.runAll(work);
    assertThat(kinds()).containsExactlyInAnyOrder(STEPS);
  }

  @Test
  void processing_by_hand_again_starts_nothing_more() {
    RawDataset raw = uploaded(FILE);
    jobs.runAll(work);
    Pipeline ended = found(raw);
    process.start(acme, raw.id());
    train.start(acme, ModelType.AUTO, Optional.of(raw.id()));
    jobs.runAll(work);

    assertThat(found(raw)).isEqualTo(ended);
    assertThat(run).hasSize(7);
    assertThat(scored()).isEqualTo(1);
  }

  @Test
  void cut_off_and_repeated_at_every_step_it_neither_loses_nor_doubles_one() {
    RawDataset raw = uploaded(FILE);
    Set<String> cut = new HashSet<>();
    jobs.runAll(
        new JobHandler() {
          private void cutOnce(String where, Job job) {
            if (cut.add(where + job.id())) {
              throw new ChurnException(ErrorCode.UNAVAILABLE, "the server is killed");
            }
          }

          @Override
          public void run(Job job, Progress progress) {
            work.run(job, progress);
            cutOnce("after the work of", job);
          }

          @Override
          public void completed(Job job) {
            work.completed(job);
            cutOnce("at the end of the transaction of", job);
          }

          @Override
          public void failed(Job job, String reason) {
            work.failed(job, reason);
          }
        });

    assertThat(cut).hasSize(8);
    assertThat(run).hasSize(12);
    assertThat(new HashSet<>(run)).hasSize(4);
    assertThat(scored()).isEqualTo(1);
    assertThat(statuses(found(raw)))
        .containsExactly(Status.COMPLETED, Status.COMPLETED, Status.COMPLETED);
    assertThat(registry.list(acme, PageRequest.first()).total()).isEqualTo(1);
  }

  @Test
  void a_failed_step_ends_the_pipeline_and_says_which_and_why() {
    RawDataset raw = uploaded(TOO_SMALL);
    jobs.runAll(work);

    Pipeline ended = found(raw);
    assertThat(statuses(ended)).containsExactly(Status.COMPLETED, Status.FAILED, Status.SKIPPED);
    assertThat(ended.step(Kind.TRAIN).message()).isEqualTo("expected 2 rows, found 1");
    assertThat(ended.step(Kind.SCORE).message()).contains("train");
    assertThat(scored()).isZero();
  }

  @Test
  void everybody_is_scored_by_the_model_that_was_just_activated() {
    uploaded(FILE);
    jobs.runAll(work);
    ModelId before = registry.findActive(acme).orElseThrow().id();
    scoring.requireModel(acme); // so that the models which serve are known, and fresh
    RawDataset raw = uploaded(FILE);
    jobs.runAll(work);

    ModelId now = registry.findActive(acme).orElseThrow().id();
    assertThat(now).isNotEqualTo(before);
    var batch = new BatchId(found(raw).step(Kind.SCORE).result().orElseThrow());
    assertThat(batches.page(acme, batch, Include.ALL, PageRequest.first()).items())
        .extracting(CustomerPrediction::model)
        .containsOnly(now);
  }

  @Test
  void a_model_that_is_not_activated_leaves_nobody_to_score() {
    RawDataset raw = uploaded(FILE);
    learning.evaluation = Samples.worseThanTheBestBaseline();
    jobs.runAll(work);

    assertThat(found(raw).step(Kind.SCORE).status()).isEqualTo(Status.SKIPPED);
    assertThat(found(raw).step(Kind.SCORE).message()).contains("No model serves");
    assertThat(scored()).isZero();
  }

  @Test
  void a_training_that_is_under_way_is_joined() {
    RawDataset raw = uploaded(FILE);
    JobHandler handler =
        new JobHandler() {
          @Override
          public void run(Job job, Progress progress) {
            work.run(job, progress);
            if (job.request().kind() == JobKind.PROCESS_FEATURES) {
              train.start(acme, ModelType.AUTO, Optional.of(raw.id()));
            }
          }

          @Override
          public void completed(Job job) {
            work.completed(job);
          }

          @Override
          public void failed(Job job, String reason) {
            work.failed(job, reason);
          }
        };
    jobs.runAll(handler);

    assertThat(kinds()).containsExactlyInAnyOrder(STEPS);
    assertThat(found(raw).step(Kind.SCORE).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void a_file_that_is_refused_starts_nothing() {
    assertThatThrownBy(() -> uploaded("")).isInstanceOf(ChurnException.class);
    jobs.runAll(work);

    assertThat(run).isEmpty();
    assertThat(catalog.list(acme, PageRequest.first()).total()).isZero();
  }

  @Test
  void another_organization_sees_no_pipeline() {
    RawDataset raw = uploaded(FILE);

    assertThat(pipelines.find(organization(true), raw.id())).isEmpty();
    assertThat(pipelines.find(acme, new DatasetId(UUID.randomUUID()))).isEmpty();
  }

  private void later() {
    now = now.plusSeconds(60);
  }

  /** {@return a file that ends before the one that was uploaded before it} */
  private RawDataset anOlderFile() {
    uploaded(FILE);
    jobs.runAll(work);
    later();
    RawDataset raw = uploaded(FILE.substring(0, 33));
    jobs.runAll(work);
    return raw;
  }

  @Test
  void a_file_that_is_not_like_the_last_one_stops_before_it_trains_and_says_why() {
    RawDataset raw = anOlderFile();

    Pipeline stopped = found(raw);
    assertThat(statuses(stopped)).containsExactly(Status.COMPLETED, Status.STOPPED, Status.WAITING);
    assertThat(stopped.step(Kind.TRAIN).message())
        .isEqualTo(
            "Stopped, because the data is not as expected: the last day is 2024-01-03, before the"
                + " 2024-01-04 of the last file. Send force=true to continue");
    assertThat(scored()).isEqualTo(1);
    assertThat(registry.list(acme, PageRequest.first()).total()).isEqualTo(1);
  }

  @Test
  void a_stopped_pipeline_goes_on_when_it_is_forced_and_only_then() {
    RawDataset raw = anOlderFile();

    pipelines.force(acme, raw.id(), Optional.empty());
    jobs.runAll(work);
    assertThat(statuses(found(raw)))
        .containsExactly(Status.COMPLETED, Status.COMPLETED, Status.COMPLETED);
    assertThat(scored()).isEqualTo(2);
    refuses(ErrorCode.CONFLICT, raw.id());
    refuses(ErrorCode.NOT_FOUND, new DatasetId(UUID.randomUUID()));
    refuses(ErrorCode.NOT_FOUND, uploaded(FILE, Optional.of(false)).dataset().id());
  }

  private void refuses(ErrorCode code, DatasetId raw) {
    assertThatThrownBy(() -> pipelines.force(acme, raw, Optional.empty()))
        .isInstanceOfSatisfying(ChurnException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void a_forced_upload_does_not_stop() {
    uploaded(FILE);
    jobs.runAll(work);
    later();
    RawDataset raw =
        churn
            .uploads()
            .upload(
                acme,
                "days.csv",
                Content.of(FILE.substring(0, 33).getBytes(UTF_8)),
                UploadOptions.defaults(),
                Optional.empty(),
                true)
            .dataset();
    jobs.runAll(work);

    assertThat(found(raw).step(Kind.SCORE).status()).isEqualTo(Status.COMPLETED);
    assertThat(catalog.findCheck(acme, raw.id()).orElseThrow().findings()).hasSize(1);
  }

  @Test
  void a_stopped_file_is_not_the_measure_of_the_next() {
    RawDataset stopped = anOlderFile();
    later();
    RawDataset next = uploaded(FILE);
    jobs.runAll(work);

    assertThat(found(next).step(Kind.SCORE).status()).isEqualTo(Status.COMPLETED);
    assertThat(catalog.findCheck(acme, next.id()).orElseThrow().comparedWith())
        .isPresent()
        .get()
        .isNotEqualTo(stopped.id());
  }

  @Test
  void outcomes_far_from_what_was_predicted_stop_before_scores_and_activation() {
    uploaded(FILE);
    jobs.runAll(work);
    TrainingRun champion = registry.findActive(acme).orElseThrow();
    later();
    learning.evaluation = Samples.withChurnRate(0.86);
    RawDataset raw = uploaded(FILE);
    jobs.runAll(work);

    Pipeline stopped = found(raw);
    assertThat(statuses(stopped))
        .containsExactly(Status.COMPLETED, Status.COMPLETED, Status.STOPPED);
    assertThat(stopped.step(Kind.SCORE).message())
        .contains("0.86 of the evaluated customers churned; the model had predicted 0.31");
    assertThat(registry.findActive(acme)).contains(champion);

    pipelines.force(acme, raw.id(), Optional.of(new Requester("Ada")));
    jobs.runAll(work);
    assertThat(found(raw).step(Kind.SCORE).status()).isEqualTo(Status.COMPLETED);
    assertThat(registry.findActive(acme).orElseThrow().id().value())
        .isEqualTo(stopped.step(Kind.TRAIN).result().orElseThrow());
    assertThat(registry.activations(acme, PageRequest.first()).items().get(0).cause().by())
        .contains(new Requester("Ada"));
  }

  @Test
  void a_training_by_hand_heeds_the_same_findings() {
    RawDataset raw = anOlderFile();
    learning.comparison =
        new Comparison(0.01, new Interval(-0.002, 0.022), -0.01, new Interval(-0.016, -0.004));
    ModelId stopped = train.start(acme, ModelType.AUTO, Optional.of(raw.id())).model().id();
    jobs.runAll(work);
    assertThat(activation(stopped).activated()).isFalse();
    assertThat(activation(stopped).reason())
        .isEqualTo(
            "not activated: the data is not as expected: the last day is 2024-01-03, before the"
                + " 2024-01-04 of the last file; send force=true to activate it anyway");

    ModelId forced =
        train
            .start(
                acme,
                ModelSpecification.of(ModelType.AUTO),
                Optional.of(raw.id()),
                Optional.empty(),
                true)
            .model()
            .id();
    jobs.runAll(work);
    assertThat(activation(forced).activated()).isTrue();
  }

  private Activation activation(ModelId id) {
    return registry.find(acme, id).orElseThrow().version().activation();
  }

  @Test
  void a_challenger_is_not_cut_off_by_the_next_file() {
    uploaded(FILE);
    jobs.runAll(work);
    ModelId champion = registry.findActive(acme).orElseThrow().id();
    ModelId challenger =
        train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty()).model().id();
    jobs.runAll(work);
    churn
        .deployments()
        .change(
            acme,
            new DeploymentRequest(
                champion, List.of(new DeploymentRequest.Challenger(challenger, 0.5)), List.of()),
            Optional.empty());
    later();
    RawDataset raw = uploaded(FILE);
    jobs.runAll(work);

    var newer = new ModelId(found(raw).step(Kind.TRAIN).result().orElseThrow());
    assertThat(activation(newer).reason())
        .startsWith("not activated: it waits as a candidate while challengers of version");
    assertThat(registry.deployment(acme).champion()).contains(champion);
    assertThat(found(raw).step(Kind.SCORE).status()).isEqualTo(Status.COMPLETED);
  }
}
