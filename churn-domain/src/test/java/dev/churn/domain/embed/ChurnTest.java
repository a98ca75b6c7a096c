package dev.churn.domain.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.batch.Include;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Workload;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.TinyLearning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door, as a program goes through it that brings nothing but features and training. */
class ChurnTest {
  private static final Content FILE =
      Content.of("2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n".getBytes(UTF_8));

  private static ChurnBuilder tiny() {
    var learning = new TinyLearning();
    return Churn.builder().features(learning).training(learning);
  }

  private static OrganizationId shop(Churn churn) {
    return churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
  }

  private static RawDataset uploaded(Churn churn, OrganizationId shop) {
    return churn.uploads().upload(shop, "days.csv", FILE, UploadOptions.defaults());
  }

  @Test
  void a_file_becomes_predictions_without_any_infrastructure() {
    try (Churn churn = tiny().build()) {
      OrganizationId shop = shop(churn);
      RawDataset raw = uploaded(churn, shop);
      Job job = churn.features().start(shop, raw.id());
      assertThat(churn.jobs().load(shop, job.id()).status()).isEqualTo(JobStatus.QUEUED);
      churn.runJobs();
      assertThat(churn.jobs().load(shop, job.id()).status()).isEqualTo(JobStatus.COMPLETED);
      churn.training().start(shop, ModelType.AUTO, Optional.empty());
      churn.runJobs();
      var batch = churn.scoring().dataset(shop, raw.id(), Optional.empty()).batch();
      churn.runJobs();

      var events = List.of(CustomerEvent.of(LocalDate.parse("2024-02-02"), 10));
      assertThat(churn.predictions().predict(shop, "C-1", events, Optional.empty()).probability())
          .satisfies(p -> assertThat(p.segment()).isEqualTo(RiskSegment.CRITICAL));
      assertThat(churn.models().list(shop, PageRequest.first()).total()).isEqualTo(1);
      assertThat(
              churn.batches().ofBatch(shop, batch.id(), Include.ALL, PageRequest.first()).total())
          .isEqualTo(4);
      assertThat(churn.health().problems()).isEmpty();
    }
  }

  @Test
  void a_pipeline_goes_all_the_way_by_itself() {
    try (Churn churn = tiny().build()) {
      OrganizationId shop = shop(churn);
      churn.uploads().upload(shop, "days.csv", FILE, UploadOptions.defaults(), Optional.of(true));
      churn.runJobs();

      assertThat(
              churn
                  .batches()
                  .ofCustomers(shop, Optional.empty(), Include.ALL, PageRequest.first())
                  .total())
          .isEqualTo(4);
    }
  }

  @Test
  void what_has_no_default_must_be_given_and_is_named() {
    assertThatThrownBy(() -> Churn.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("profiler")
        .hasMessageContaining("eventFiles")
        .hasMessageContaining("tables")
        .hasMessageContaining("calculator")
        .hasMessageContaining("training");
  }

  @Test
  void metadata_lies_in_one_database_or_the_ports_that_are_missing_are_named() {
    var organizations = new InMemoryOrganizations(new InMemoryDatabase());

    assertThatThrownBy(() -> tiny().organizations(organizations).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("datasets, models, batches")
        .hasMessageNotContaining("organizations,");
  }

  @Test
  void a_builder_builds_worlds_that_know_nothing_of_each_other() {
    ChurnBuilder builder = tiny();
    try (Churn one = builder.build();
        Churn other = builder.build()) {
      shop(one);

      assertThat(other.organizations().list(PageRequest.first()).total()).isZero();
    }
  }

  @Test
  void the_clock_is_the_one_that_was_given() {
    Instant then = Instant.parse("2024-03-04T00:00:00Z");
    try (Churn churn = tiny().clock(InstantSource.fixed(then)).build()) {
      OrganizationId shop = shop(churn);

      assertThat(churn.organizations().load(shop).createdAt()).isEqualTo(then);
      assertThat(uploaded(churn, shop).uploadedAt()).isEqualTo(then);
    }
  }

  @Test
  void a_work_folder_that_was_given_stays_and_is_left_empty(@TempDir Path folder) {
    try (Churn churn = tiny().workFolder(folder).build()) {
      OrganizationId shop = shop(churn);
      churn.features().start(shop, uploaded(churn, shop).id());
      churn.runJobs();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_queue_that_runs_jobs_itself_is_not_worked_off_here() {
    try (Churn churn = tiny().inMemory(new InMemoryDatabase()).jobs(new Nothing()).build()) {
      assertThatThrownBy(churn::runJobs)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Nothing.class.getName());
    }
  }

  @Test
  void files_are_found_for_their_owner_alone() throws IOException {
    try (Churn churn = tiny().build()) {
      OrganizationId shop = shop(churn);
      OrganizationId other = shop(churn);
      RawDataset raw = uploaded(churn, shop);

      try (InputStream in = churn.files().find(shop, raw.file().key()).orElseThrow().open()) {
        assertThat(in.readAllBytes()).hasSize((int) raw.file().size());
      }
      assertThat(churn.files().find(other, raw.file().key())).isEmpty();
    }
  }

  /** A queue of no job at all. */
  private static final class Nothing implements JobQueue {
    @Override
    public Job submit(JobRequest request, Workload workload) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Job cancel(
        OrganizationId organization, JobId id, Optional<Requester> by, JobHandler handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Job> find(OrganizationId organization, JobId id) {
      return Optional.empty();
    }

    @Override
    public Optional<Job> findUnfinished(JobRequest request) {
      return Optional.empty();
    }

    @Override
    public Optional<Job> findUnfinished(OrganizationId organization, JobKind kind) {
      return Optional.empty();
    }
  }
}
