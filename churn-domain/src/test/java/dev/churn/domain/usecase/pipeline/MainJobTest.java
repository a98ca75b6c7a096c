package dev.churn.domain.usecase.pipeline;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.withFeatures;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.dataset.StoredContent;
import dev.churn.domain.usecase.dataset.UploadDataset;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.training.TrainModel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use cases together, on the in-memory ports. */
class MainJobTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";

  @TempDir Path workFolder;

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final TinyLearning learning = new TinyLearning();
  private Churn churn;
  private UploadDataset upload;
  private ProcessFeatures process;
  private ManageDatasets datasets;
  private TrainModel train;
  private PredictChurn predict;
  private OrganizationId acme;
  private OrganizationId other;

  @BeforeEach
  void two_organizations() {
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
    upload = churn.uploads();
    process = churn.features();
    datasets = churn.datasets();
    train = churn.training();
    predict = churn.predictions();
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
    other = churn.organizations().create("Other", OrganizationSettings.defaults()).id();
  }

  @AfterEach
  void close() {
    churn.close();
  }

  private RawDataset uploaded(String file) {
    return upload.upload(acme, "days.csv", content(file), UploadOptions.defaults());
  }

  private void work() {
    churn.runJobs();
  }

  private void change(int churnThresholdDays) {
    var defaults = OrganizationSettings.defaults();
    new InMemoryOrganizations(database)
        .update(
            new Organization(
                acme,
                "Acme",
                new OrganizationSettings(
                    churnThresholdDays,
                    defaults.activeWindowDays(),
                    defaults.activityEventTypes(),
                    defaults.pipeline()),
                MONDAY));
  }

  private Job found(Job job) {
    return churn.jobs().load(acme, job.id());
  }

  @Test
  void a_file_becomes_features_a_model_and_predictions() {
    RawDataset raw = uploaded(FILE);
    assertThat(objects.list(Bucket.DATASETS, "")).containsExactly(raw.file().key());
    Job processing = process.start(acme, raw.id());
    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.PROCESSING);
    work();
    assertThat(found(processing).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.READY);
    FeatureDataset table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    assertThat(table.rowCount()).isEqualTo(4);

    var started = train.start(acme, ModelType.GRADIENT_BOOSTING, Optional.empty());
    assertThat(train.status(acme).orElseThrow().outcome()).isEqualTo(new TrainingRun.InTraining());
    work();
    var trained = train.status(acme).orElseThrow().version();
    assertThat(trained.version()).isEqualTo(1);
    assertThat(trained.trainingSamples()).isEqualTo(4);

    var prediction = predict.predict(acme, "C-1", events("2024-02-02"), Optional.empty());
    assertThat(prediction.probability().segment()).isEqualTo(RiskSegment.CRITICAL);
    assertThat(prediction.asOf()).isEqualTo(LocalDate.parse("2024-03-04"));
    assertThat(prediction.model()).isEqualTo(started.model().id());
    assertThat(workFolder).isEmptyDirectory();
  }

  @Test
  void a_table_with_the_features_of_another_version_is_refused_until_it_is_made_anew() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    FeatureDataset table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    var started = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());
    var catalog = new InMemoryDatasetCatalog(database);
    catalog.delete(acme, table.id());
    catalog.putFeatures(withFeatures(table, List.of("recency", "grand_total")));
    String reason =
        "The feature table %s was made with the features recency, grand_total; this version needs %s;"
                .formatted(table.id(), String.join(", ", FeatureNames.known()))
            + " process the dataset again";

    work();
    assertThat(found(started.job()).status()).isEqualTo(JobStatus.FAILED);
    assertThat(found(started.job()).errorMessage()).contains(reason);
    assertThatThrownBy(() -> train.start(acme, ModelType.RANDOM_FOREST, Optional.of(raw.id())))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessage(reason);

    process.start(acme, raw.id());
    work();
    now = now.plusSeconds(1);
    train.start(acme, ModelType.RANDOM_FOREST, Optional.of(raw.id()));
    work();
    assertThat(train.status(acme).orElseThrow().outcome()).isInstanceOf(ModelVersion.class);
  }

  @Test
  void a_repeated_attempt_leaves_one_table() {
    RawDataset raw = uploaded(FILE);
    Job job = process.start(acme, raw.id());
    work();
    FeatureDataset table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    now = now.plusSeconds(60);
    process.run(job, Progress.none());

    assertThat(datasets.findFeaturesOf(acme, raw.id())).contains(table);
    assertThat(datasets.list(acme, PageRequest.first()).total()).isEqualTo(2);
    assertThat(objects.list(Bucket.UTILS, "")).containsExactly(table.file().key());
  }

  @Test
  void processing_anew_makes_a_new_table_and_deletes_one_that_nobody_refers_to() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    FeatureDataset first = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    now = now.plusSeconds(60);
    process.start(acme, raw.id());
    work();
    FeatureDataset second = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.file().sha256()).isEqualTo(first.file().sha256());
    assertThat(second.file().key())
        .isEqualTo(ObjectKey.features(acme, second.id().value()))
        .isNotEqualTo(first.file().key());
    assertThat(datasets.list(acme, PageRequest.first()).total()).isEqualTo(2);
    assertThat(objects.list(Bucket.UTILS, "")).containsExactly(second.file().key());
  }

  @Test
  void a_model_keeps_the_table_that_it_learned_from() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    FeatureDataset first = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    train.start(acme, ModelType.RANDOM_FOREST, Optional.of(raw.id()));
    work();
    now = now.plusSeconds(60);
    process.start(acme, raw.id());
    work();
    FeatureDataset second = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(datasets.load(acme, first.id())).isEqualTo(first);
    var provenance = train.status(acme).orElseThrow().version().provenance().orElseThrow();
    assertThat(provenance.featuresSha256())
        .isEqualTo(Digests.sha256(new StoredContent(objects, first.file())));
    datasets.delete(acme, second.id());
    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.READY);
    assertThat(datasets.findFeaturesOf(acme, raw.id())).contains(first);
    datasets.delete(acme, raw.id());
    assertThat(datasets.list(acme, PageRequest.first()).total()).isZero();
    assertThat(objects.list(Bucket.UTILS, "features")).isEmpty();
  }

  @Test
  void a_dataset_whose_settings_change_while_it_is_processed_is_processed_once_more() {
    RawDataset raw = uploaded(FILE);
    Job first = process.start(acme, raw.id());
    List<Job> again = new ArrayList<>();
    new InMemoryJobQueue(database, () -> now)
        .runAll(
            new JobHandler() {
              @Override
              public void run(Job job, Progress progress) {
                if (job.id().equals(first.id())) {
                  again.add(process.start(acme, raw.id()));
                  change(45);
                  again.add(process.start(acme, raw.id()));
                }
              }

              @Override
              public void failed(Job job, String reason) {
                throw new AssertionError(reason);
              }
            });

    assertThat(again.get(0).id()).isEqualTo(first.id());
    assertThat(again.get(1).id()).isNotEqualTo(first.id());
    assertThat(found(again.get(1)).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_training_that_does_not_fit_into_the_memory_is_refused_before_it_starts() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    Job job = train.start(acme, ModelType.RANDOM_FOREST, Optional.of(raw.id())).job();
    learning.rowsThatFit = 3;

    work();
    assertThat(found(job).errorMessage()).contains("4 rows do not fit");
    refused(
        ErrorCode.UNPROCESSABLE,
        () -> train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.of(raw.id())));
    assertThat(learning.requests).isEmpty();
  }

  @Test
  void wanting_the_same_again_while_it_is_unfinished_gives_the_same_job() {
    RawDataset raw = uploaded(FILE);
    Job first = process.start(acme, raw.id());
    assertThat(process.start(acme, raw.id()).id()).isEqualTo(first.id());
    work();
    var training = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());
    now = now.plusSeconds(1);
    assertThat(train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty()).job().id())
        .isNotEqualTo(training.job().id());
    assertThat(train.start(acme, ModelType.RANDOM_FOREST, Optional.of(raw.id())))
        .isEqualTo(training);
  }

  @Test
  void wanting_features_once_more_while_they_become_ready_leaves_them_ready() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    jobs.runAll(
        new JobHandler() {
          @Override
          public void run(Job job, Progress progress) {
            process.run(job, progress);
            process.start(acme, raw.id());
          }

          @Override
          public void failed(Job job, String reason) {
            process.failed(job, reason);
          }
        });

    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.READY);
  }

  @Test
  void a_refused_file_leaves_nothing() {
    assertThatThrownBy(() -> uploaded("")).satisfies(e -> hasCode(e, ErrorCode.UNPROCESSABLE));
    assertThatThrownBy(
            () -> upload.upload(acme, "a.csv", content(FILE), asOf(LocalDate.parse("2023-12-31"))))
        .satisfies(e -> hasCode(e, ErrorCode.UNPROCESSABLE));
    assertThatThrownBy(
            () -> upload.upload(acme, "a.csv", content(FILE), asOf(LocalDate.parse("2024-03-05"))))
        .satisfies(e -> hasCode(e, ErrorCode.UNPROCESSABLE));

    assertThat(datasets.list(acme, PageRequest.first()).total()).isZero();
    assertThat(objects.list(Bucket.DATASETS, "")).isEmpty();
  }

  @Test
  void a_failed_training_tells_why_and_the_earlier_model_goes_on_serving() {
    RawDataset good = uploaded(FILE);
    process.start(acme, good.id());
    work();
    train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty());
    work();
    now = now.plusSeconds(60);
    RawDataset tooSmall = uploaded("2024-01-01\n");
    process.start(acme, tooSmall.id());
    work();
    Job job = train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty()).job();
    work();

    assertThat(found(job).errorMessage()).contains("expected 2 rows, found 1");
    assertThat(train.status(acme).orElseThrow().outcome())
        .isEqualTo(new TrainingRun.Failed(now, "expected 2 rows, found 1"));
    assertThat(predict.predict(acme, "C-1", events("2024-01-01"), Optional.empty()).modelVersion())
        .isEqualTo(1);
  }

  @Test
  void a_newly_trained_model_serves_within_seconds() {
    process.start(acme, uploaded(FILE).id());
    work();
    for (int version = 1; version <= 2; version++) {
      train.start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty());
      work();
      now = now.plus(ServedModels.FRESH);
      assertThat(
              predict.predict(acme, "C-1", events("2024-01-01"), Optional.empty()).modelVersion())
          .isEqualTo(version);
    }
  }

  @Test
  void a_features_dataset_cannot_be_processed() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    DatasetId table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow().id();

    refused(ErrorCode.UNPROCESSABLE, () -> process.start(acme, table));
  }

  @Test
  void what_is_missing_is_said() {
    var nobody = OrganizationId.parse("123e4567-e89b-12d3-a456-426614174000");
    refused(
        ErrorCode.NOT_FOUND,
        () -> predict.predict(acme, "C-1", events("2024-01-01"), Optional.empty()));
    refused(
        ErrorCode.NOT_FOUND,
        () -> predict.predict(nobody, "C-1", events("2024-01-01"), Optional.empty()));
    refused(
        ErrorCode.UNPROCESSABLE,
        () -> train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()));
    refused(
        ErrorCode.UNPROCESSABLE,
        () -> train.start(acme, ModelType.RANDOM_FOREST, Optional.of(uploaded(FILE).id())));
    refused(ErrorCode.NOT_FOUND, () -> train.status(nobody));
    refused(ErrorCode.NOT_FOUND, () -> datasets.list(nobody, PageRequest.first()));
    refused(
        ErrorCode.NOT_FOUND,
        () -> upload.upload(nobody, "a.csv", content(FILE), UploadOptions.defaults()));
  }

  @Test
  void another_organization_can_touch_nothing() {
    RawDataset raw = uploaded(FILE);
    refused(ErrorCode.NOT_FOUND, () -> datasets.load(other, raw.id()));
    refused(ErrorCode.NOT_FOUND, () -> datasets.delete(other, raw.id()));
    refused(ErrorCode.NOT_FOUND, () -> process.start(other, raw.id()));
    refused(
        ErrorCode.NOT_FOUND,
        () -> train.start(other, ModelType.RANDOM_FOREST, Optional.of(raw.id())));
  }

  @Test
  void a_prediction_looks_at_no_day_that_is_yet_to_come() {
    refused(
        ErrorCode.UNPROCESSABLE,
        () -> predict.predict(acme, "C-1", events("2024-03-05"), Optional.empty()));
    refused(
        ErrorCode.UNPROCESSABLE,
        () ->
            predict.predict(
                acme, "C-1", events("2024-03-01"), Optional.of(LocalDate.parse("2024-03-05"))));
    refused(
        ErrorCode.UNPROCESSABLE, () -> predict.predict(acme, "C-1", List.of(), Optional.empty()));
  }

  @Test
  void a_dataset_is_deleted_with_its_files_but_not_while_it_is_processed() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, raw.id()));
    work();
    datasets.delete(acme, raw.id());

    assertThat(datasets.list(acme, PageRequest.first()).total()).isZero();
    assertThat(objects.list(Bucket.DATASETS, "")).isEmpty();
    assertThat(objects.list(Bucket.UTILS, "")).isEmpty();
  }

  @Test
  void a_model_learns_from_no_other_table_than_the_catalog_describes() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    var table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow();
    objects.put(table.file().key(), content("2024-01-01\n2024-01-06\n2024-01-07\n"), "text/csv");
    Job job = train.start(acme, ModelType.RANDOM_FOREST, Optional.empty()).job();
    work();

    assertThat(found(job).errorMessage().orElseThrow()).contains("was changed or damaged");
  }

  @Test
  void a_dataset_is_not_deleted_while_a_model_learns_from_it() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    DatasetId table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow().id();
    train.start(acme, ModelType.RANDOM_FOREST, Optional.empty());

    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, raw.id()));
    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, table));
    work();
    datasets.delete(acme, raw.id());
    assertThat(datasets.list(acme, PageRequest.first()).total()).isZero();
  }

  @Test
  void a_raw_dataset_whose_table_was_deleted_can_be_processed_again() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    DatasetId table = DatasetId.parse("123e4567-e89b-12d3-a456-426614174000");
    refused(ErrorCode.NOT_FOUND, () -> datasets.delete(acme, table));
    work();
    datasets.delete(acme, datasets.findFeaturesOf(acme, raw.id()).orElseThrow().id());

    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.UPLOADED);
    assertThat(objects.list(Bucket.UTILS, "")).isEmpty();
    process.start(acme, raw.id());
    work();
    assertThat(datasets.load(acme, raw.id()).status()).isEqualTo(DatasetStatus.READY);
  }

  @Test
  void a_feature_table_is_not_deleted_while_it_is_made_anew() {
    RawDataset raw = uploaded(FILE);
    process.start(acme, raw.id());
    work();
    DatasetId table = datasets.findFeaturesOf(acme, raw.id()).orElseThrow().id();
    process.start(acme, raw.id());

    refused(ErrorCode.CONFLICT, () -> datasets.delete(acme, table));
  }

  @Test
  void gzip_is_known_by_its_bytes_not_by_its_name() {
    RawDataset plain = upload.upload(acme, "days.csv.gz", content(FILE), UploadOptions.defaults());

    assertThat(plain.file().key().path()).endsWith(".csv");
    assertThat(plain.file().filename()).isEqualTo("days.csv.gz");
  }

  private static UploadOptions asOf(LocalDate day) {
    return new UploadOptions(false, Optional.of(day), Optional.empty(), Set.of(), Map.of());
  }

  private static Content content(String file) {
    return Content.of(file.getBytes(UTF_8));
  }

  private static List<CustomerEvent> events(String day) {
    return List.of(CustomerEvent.of(LocalDate.parse(day), 10));
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(e -> hasCode(e, code));
  }

  private static void hasCode(Throwable thrown, ErrorCode code) {
    assertThat(thrown).isInstanceOf(ChurnException.class);
    assertThat(((ChurnException) thrown).code()).isEqualTo(code);
  }
}
