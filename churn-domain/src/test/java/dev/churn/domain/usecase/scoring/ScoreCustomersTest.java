package dev.churn.domain.usecase.scoring;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.withFeatures;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionBatch.Running;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.CustomerSlots;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryPredictionBatches;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.serving.DeploymentRequest;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.training.TrainModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches, on the in-memory ports. */
class ScoreCustomersTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";

  @TempDir Path workFolder;

  private final InstantSource clock = InstantSource.fixed(MONDAY);
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final InMemoryPredictionBatches batches = new InMemoryPredictionBatches(database);
  private final TinyLearning learning = new TinyLearning();
  private Churn churn;
  private PredictChurn predict;
  private UploadDataset upload;
  private ManageDatasets datasets;
  private StartScoring start;
  private ProcessFeatures process;
  private TrainModel train;
  private JobHandler work;
  private OrganizationId acme;

  @AfterEach
  void close() {
    churn.close();
  }

  @BeforeEach
  void an_organization_with_a_model() {
    churn =
        Churn.builder()
            .inMemory(database)
            .jobs(jobs)
            .objects(objects)
            .features(learning)
            .training(learning)
            .clock(clock)
            .workFolder(workFolder)
            .build();
    predict = churn.predictions();
    upload = churn.uploads();
    datasets = churn.datasets();
    start = churn.scoring();
    process = churn.features();
    train = churn.training();
    work = churn.jobHandler();
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
    process.start(acme, uploaded(FILE));
    jobs.runAll(work);
    train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty());
    jobs.runAll(work);
  }

  private DatasetId uploaded(String file) {
    return upload.upload(acme, "days.csv", content(file), UploadOptions.defaults()).id();
  }

  private static String customers(int count) {
    return Stream.iterate(LocalDate.parse("2023-01-01"), day -> day.plusDays(1))
        .limit(count)
        .map(LocalDate::toString)
        .collect(Collectors.joining("\n"));
  }

  private static Content content(String file) {
    return Content.of(file.getBytes(UTF_8));
  }

  private DatasetId table() {
    return catalog.findLatestFeatures(acme).orElseThrow().id();
  }

  private StartScoring.Started bulk(String file) {
    return start
        .file(
            acme,
            "days.csv",
            content(file),
            UploadOptions.defaults(),
            Optional.of(LocalDate.parse("2024-03-01")),
            Optional.empty())
        .started();
  }

  private PredictionBatch found(StartScoring.Started started) {
    return batches.find(acme, started.batch().id()).orElseThrow();
  }

  private List<CustomerPrediction> predictions(StartScoring.Started started) {
    return batches.page(acme, started.batch().id(), Include.ALL, new PageRequest(1000, 0)).items();
  }

  private String file(StartScoring.Started started) {
    var completed = (Completed) found(started).state();
    try (InputStream in = objects.open(completed.output())) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everybody_in_a_table_is_scored_and_the_likeliest_to_leave_come_first() {
    var started = start.dataset(acme, table(), Optional.of("January"));
    assertThat(found(started).name()).isEqualTo("January");
    assertThat(found(started).totalCustomers()).hasValue(4);

    jobs.runAll(work);
    var completed = (Completed) found(started).state();
    assertThat(completed.risks()).isEqualTo(new RiskDistribution(2, 0, 0, 2));
    assertThat(completed.averageProbability()).isEqualTo(0.5);
    assertThat(predictions(started))
        .extracting(CustomerPrediction::customerId)
        .containsExactly("2024-01-02", "2024-01-04", "2024-01-01", "2024-01-03");
    assertThat(file(started).lines())
        .hasSize(5)
        .element(1)
        .asString()
        .startsWith("2024-01-02,2024-01-04,0.9,Critical,1,");
    assertThat(workFolder).isEmptyDirectory();
  }

  @Test
  void customers_of_a_table_with_other_features_are_scored_from_its_source() {
    DatasetId id = table();
    var before = start.dataset(acme, id, Optional.empty());
    jobs.runAll(work);
    var stored = (FeatureDataset) catalog.find(acme, id).orElseThrow();
    catalog.delete(acme, id);
    catalog.putFeatures(withFeatures(stored, List.of("recency", "grand_total")));

    var after = start.dataset(acme, id, Optional.empty());
    jobs.runAll(work);

    assertThat(((Completed) found(after).state()).risks())
        .isEqualTo(((Completed) found(before).state()).risks());
  }

  @Test
  void the_customers_of_a_file_are_scored_at_the_day_as_a_single_one_is() {
    var started = bulk("2024-01-02\n2024-01-05\n2024-03-02\n");
    assertThat(started.batch().name()).isEqualTo("days.csv, as of 2024-03-01");
    jobs.runAll(work);

    assertThat(predictions(started)).hasSize(2);
    for (CustomerPrediction prediction : predictions(started)) {
      var single =
          predict.predict(
              acme,
              prediction.customerId(),
              List.of(CustomerEvent.of(LocalDate.parse(prediction.customerId()), 0)),
              Optional.of(LocalDate.parse("2024-03-01")));
      assertThat(prediction.probability()).isEqualTo(single.probability());
      assertThat(prediction.model()).isEqualTo(single.model());
    }
  }

  @Test
  void only_the_top_of_a_batch_has_reasons() {
    var started = bulk(customers(400));
    jobs.runAll(work);

    List<CustomerPrediction> all = predictions(started);
    assertThat(all).hasSize(400);
    assertThat(all.subList(0, TopRiskExplainer.SIZE)).allMatch(p -> !p.reasons().isEmpty());
    assertThat(all.subList(TopRiskExplainer.SIZE, 400)).allMatch(p -> p.reasons().isEmpty());
  }

  private ModelId trained(ModelType type) {
    ModelId id = train.start(acme, type, Optional.empty()).model().id();
    jobs.runAll(work);
    return id;
  }

  @Test
  void each_customer_is_answered_by_the_model_of_its_slot_and_scored_by_all_models() {
    ModelId champion = registry.findActive(acme).orElseThrow().id();
    ModelId challenger = trained(ModelType.RANDOM_FOREST); // whose features are computed otherwise
    ModelId shadow = trained(ModelType.GRADIENT_BOOSTING);
    CustomerSlots slots =
        churn
            .deployments()
            .change(
                acme,
                new DeploymentRequest(
                    champion,
                    List.of(new DeploymentRequest.Challenger(challenger, 0.3)),
                    List.of(shadow)),
                Optional.empty())
            .challengers()
            .get(0)
            .slots();
    DatasetId raw = uploaded(customers(400));
    process.start(acme, raw);
    jobs.runAll(work);

    for (var started : List.of(start.dataset(acme, raw, Optional.empty()), bulk(customers(400)))) {
      jobs.runAll(work);
      List<CustomerPrediction> answers = predictions(started);
      assertThat(answers)
          .extracting(CustomerPrediction::customerId)
          .hasSize(400)
          .doesNotHaveDuplicates();
      assertThat(answers).extracting(CustomerPrediction::model).contains(champion, challenger);
      for (CustomerPrediction answer : answers) {
        boolean challenged = slots.contains(CustomerSlots.slotOf(acme, answer.customerId()));
        assertThat(answer.model()).isEqualTo(challenged ? challenger : champion);
        assertThat(answer.modelVersion()).isEqualTo(challenged ? 2 : 1);
      }
      List<String> all = new ArrayList<>();
      batches.readByCustomer(
          acme,
          started.batch().id(),
          (prediction, isShadow) -> {
            boolean challenged =
                slots.contains(CustomerSlots.slotOf(acme, prediction.customerId()));
            ModelId answering = challenged ? challenger : champion;
            assertThat(isShadow).isEqualTo(!prediction.model().equals(answering));
            assertThat(prediction.role())
                .contains(
                    prediction.model().equals(champion)
                        ? ModelRole.CHAMPION
                        : prediction.model().equals(challenger)
                            ? ModelRole.CHALLENGER
                            : ModelRole.SHADOW);
            all.add(prediction.customerId() + " " + prediction.model());
          });
      assertThat(all).hasSize(1200).doesNotHaveDuplicates();
      assertThat(file(started)).doesNotContain(shadow.toString());
      assertThat(((Completed) found(started).state()).risks().total()).isEqualTo(400);
    }
    assertThat(
            batches
                .customers(acme, Optional.empty(), Include.ALL, new PageRequest(1000, 0))
                .items())
        .hasSize(400)
        .noneMatch(latest -> latest.model().equals(shadow));
  }

  @Test
  void without_challengers_and_shadows_only_answers_are_stored() {
    var started = bulk(customers(50));
    jobs.runAll(work);

    batches.readByCustomer(acme, started.batch().id(), (p, shadow) -> assertThat(shadow).isFalse());
    assertThat(predictions(started)).hasSize(50);
  }

  @Test
  void a_batch_uses_a_model_that_was_activated_by_another_server_before_it_started() {
    bulk(FILE);
    jobs.runAll(work); // the first model is in memory
    TrainingRun first = registry.findActive(acme).orElseThrow();
    ModelId next = trained(ModelType.GRADIENT_BOOSTING);
    churn.deployments().activate(acme, first.id(), Optional.empty());
    churn.servedModels().find(acme);
    var started = bulk(FILE);
    registry.deploy(
        acme,
        registry.deployment(acme).withChampion(next),
        new ModelActivation.Cause(MONDAY, Optional.empty(), "by another server"));
    jobs.runAll(work);

    assertThat(predictions(started)).hasSize(4).allMatch(answer -> answer.model().equals(next));
  }

  @Test
  void a_job_that_is_cut_off_anywhere_and_repeated_gives_the_same() {
    var whole = bulk(FILE);
    jobs.runAll(work);
    int steps = reports(bulk(FILE), Integer.MAX_VALUE);
    assertThat(steps).isGreaterThanOrEqualTo(3);
    for (int cut = 1; cut <= steps; cut++) {
      var started = bulk(FILE);
      reports(started, cut);
      assertThat(found(started).state()).isInstanceOf(Running.class);
      assertThat(predictions(started)).isEmpty();
      assertThat(workFolder).isEmptyDirectory();
      Job again = jobs.find(acme, started.job().id()).orElseThrow();
      work.run(again, Progress.none());
      work.run(again, Progress.none()); // killed after the last step

      assertThat(file(started)).as("cut at %d", cut).isEqualTo(file(whole));
      assertThat(predictions(started)).hasSize(4);
    }
    assertThat(batches.customers(acme, Optional.empty(), Include.ALL, PageRequest.first()).total())
        .isEqualTo(4);
  }

  /** Runs a job until it has reported so often; {@return how often it did}. */
  private int reports(StartScoring.Started started, int until) {
    List<String> reported = new ArrayList<>();
    try {
      work.run(
          started.job(),
          (fraction, message) -> {
            reported.add(message);
            if (reported.size() == until) {
              throw new IllegalStateException("killed");
            }
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    return reported.size();
  }

  @Test
  void progress_never_goes_back() {
    List<Double> fractions = new ArrayList<>();
    work.run(bulk(FILE).job(), (fraction, message) -> fractions.add(fraction));

    assertThat(fractions).isSorted().allMatch(fraction -> fraction >= 0 && fraction <= 1);
  }

  @Test
  void a_batch_whose_job_fails_says_why_and_leaves_no_predictions() {
    var started = start.dataset(acme, table(), Optional.empty());
    objects.put(
        catalog.findLatestFeatures(acme).orElseThrow().file().key(),
        content("2024-01-01\n2024-01-06\n"),
        "text/csv");
    jobs.runAll(work);

    assertThat(jobs.find(acme, started.job().id()).orElseThrow().status())
        .isEqualTo(JobStatus.FAILED);
    assertThat(((Failed) found(started).state()).reason()).contains("was changed or damaged");
    batches.read(acme, started.batch().id(), p -> assertThat(p).isNull());
  }

  @Test
  void a_dataset_is_not_deleted_while_its_customers_are_scored() {
    DatasetId table = table();
    DatasetId raw = catalog.findLatestFeatures(acme).orElseThrow().sourceId();
    var started = start.dataset(acme, raw, Optional.empty());

    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, table));
    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, raw));
    jobs.runAll(work);
    datasets.delete(acme, raw);
    assertThat(predictions(started)).hasSize(4);
    assertThat(file(started)).isNotEmpty();
  }

  @Test
  void what_cannot_be_scored_is_refused_and_leaves_nothing() {
    var stranger = churn.organizations().create("Other", OrganizationSettings.defaults()).id();
    refused(ErrorCode.NOT_FOUND, () -> start.dataset(stranger, table(), Optional.empty()));
    refused(ErrorCode.UNPROCESSABLE, () -> start.dataset(acme, uploaded(FILE), Optional.empty()));
    int before = objects.list(Bucket.DATASETS, "").size();
    refused(ErrorCode.UNPROCESSABLE, () -> bulk(""));
    refused(ErrorCode.UNPROCESSABLE, () -> bulk("2024-03-02\n"));
    for (OrganizationId organization :
        List.of(stranger, OrganizationId.parse("123e4567-e89b-12d3-a456-426614174000"))) {
      refused(
          ErrorCode.NOT_FOUND,
          () ->
              start.file(
                  organization,
                  "a.csv",
                  content(FILE),
                  UploadOptions.defaults(),
                  Optional.empty(),
                  Optional.empty()));
    }
    assertThat(objects.list(Bucket.DATASETS, "")).hasSize(before);
    assertThat(batches.list(acme, PageRequest.first()).total()).isZero();
  }

  @Test
  void a_job_of_a_batch_that_is_completed_changes_nothing() {
    var started = bulk(FILE);
    jobs.runAll(work);
    PredictionBatch before = found(started);
    JobHandler handler = work;
    handler.run(started.job(), Progress.none());
    handler.failed(started.job(), "too late");

    assertThat(found(started)).isEqualTo(before);
    assertThat(predictions(started)).hasSize(4);
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(ChurnException.class)
        .extracting(e -> ((ChurnException) e).code())
        .isEqualTo(code);
  }
}
