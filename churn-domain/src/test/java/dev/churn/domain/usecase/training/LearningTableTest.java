package dev.churn.domain.usecase.training;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.training.TrainModel.Started;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which table a training learns from, on the in-memory ports. */
class LearningTableTest {
  private static final Optional<DatasetId> LATEST = Optional.empty();
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";

  private Instant now = MONDAY;
  private final InstantSource clock = () -> now;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryJobQueue jobs = new InMemoryJobQueue(database, clock);
  private final TinyLearning learning = new TinyLearning();
  private final Churn churn =
      Churn.builder()
          .inMemory(database)
          .jobs(jobs)
          .features(learning)
          .training(learning)
          .clock(clock)
          .build();
  private final OrganizationId acme =
      churn.organizations().create("Acme", new OrganizationSettings(30, 90, Set.of(), false)).id();

  @AfterEach
  void close() {
    churn.close();
  }

  private RawDataset uploaded(String name) {
    now = now.plusSeconds(60);
    return churn
        .uploads()
        .upload(
            acme,
            name,
            Content.of(FILE.getBytes(UTF_8)),
            UploadOptions.defaults(),
            Optional.of(false))
        .dataset();
  }

  private RawDataset processed(String name) {
    RawDataset raw = uploaded(name);
    churn.features().start(acme, raw.id());
    jobs.runAll(churn.jobHandler());
    return raw;
  }

  private Started train(Optional<DatasetId> dataset) {
    return churn.training().start(acme, ModelType.LOGISTIC_REGRESSION, dataset);
  }

  private TrainingRun found(Started started) {
    return registry.find(acme, started.model().id()).orElseThrow();
  }

  private FeatureDataset tableOf(RawDataset raw) {
    return catalog.findFeaturesOf(acme, raw.id()).orElseThrow();
  }

  @Test
  void a_training_waits_for_the_features_that_are_being_computed() {
    RawDataset raw = uploaded("first.csv");
    churn.features().start(acme, raw.id());
    Started started = train(LATEST);

    assertThat(started.waitsForFeatures()).isTrue();
    assertThat(started.source().id()).isEqualTo(raw.id());
    assertThat(started.job().status()).isEqualTo(JobStatus.QUEUED);
    assertThat(started.job().message()).isEqualTo("Waiting: 1 job before it");
    assertThat(train(Optional.of(raw.id())).model()).isEqualTo(started.model());
    jobs.runAll(churn.jobHandler());
    assertThat(found(started).features()).isEqualTo(tableOf(raw).id());
    assertThat(found(started).version().version()).isEqualTo(1);
  }

  @Test
  void an_older_table_does_not_come_before_the_one_that_is_being_computed() {
    RawDataset old = processed("old.csv");
    FeatureDataset table = tableOf(old);
    RawDataset recent = uploaded("recent.csv");
    churn.features().start(acme, recent.id());

    Started latest = train(LATEST);
    Started chosen = train(Optional.of(old.id()));
    assertThat(latest.source().id()).isEqualTo(recent.id());
    assertThat(chosen.model().features()).isEqualTo(table.id());
    assertThat(chosen.waitsForFeatures()).isFalse();

    churn.features().start(acme, old.id());
    assertThat(train(Optional.of(old.id())).model().features())
        .as("the old file is processed again")
        .isNotEqualTo(table.id());
    assertThat(train(Optional.of(table.id())).model().features()).isEqualTo(table.id());
    jobs.runAll(churn.jobHandler());
    assertThat(found(latest).features()).isEqualTo(tableOf(recent).id());
  }

  @Test
  void a_training_whose_table_is_not_made_fails_and_says_why() {
    RawDataset raw = uploaded("first.csv");
    var processing = churn.features().start(acme, raw.id());
    Started started = train(LATEST);
    churn.canceledJobs().cancel(acme, processing.id(), Optional.empty());
    jobs.runAll(churn.jobHandler());

    assertThat(found(started).outcome())
        .isInstanceOfSatisfying(
            TrainingRun.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .contains("the processing of its dataset has failed or was canceled"));
  }

  @Test
  void a_canceled_processing_is_not_waited_for() {
    RawDataset raw = uploaded("first.csv");
    var processing = churn.features().start(acme, raw.id());
    churn.canceledJobs().cancel(acme, processing.id(), Optional.empty());

    assertThatThrownBy(() -> train(LATEST))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE));
  }

  @Test
  void a_later_upload_that_is_not_processed_is_named() {
    RawDataset old = processed("old.csv");
    RawDataset recent = uploaded("recent.csv");

    assertThat(train(LATEST).warnings())
        .containsExactly(
            "Dataset %s (recent.csv) was uploaded later and is not processed;"
                    .formatted(recent.id())
                + " this model learns from dataset %s (old.csv)".formatted(old.id()));
    assertThat(train(Optional.of(old.id())).warnings()).isEmpty();
  }
}
