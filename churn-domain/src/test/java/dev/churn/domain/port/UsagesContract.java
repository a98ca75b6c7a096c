package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.features;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.storage.ObjectKey;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link Usages} keeps. */
public abstract class UsagesContract {
  private static final LocalDate DAY = LocalDate.parse("2024-03-04");

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  /** {@return the usages of the same database} */
  protected abstract Usages usages();

  @Test
  void files_tables_batches_and_unfinished_jobs_of_the_organization_count() {
    OrganizationId acme = added("Acme");
    OrganizationId other = added("Other");
    assertThat(usages().of(acme)).isEqualTo(new Usage(0, 0, 0, 0));

    RawDataset raw = raw(acme, MONDAY);
    ports().datasets().add(raw);
    ports().datasets().putFeatures(features(raw, MONDAY));
    ports().datasets().add(raw(other, MONDAY));
    PredictionBatch ofFile = batch(acme, 5_000_000_000L);
    ports().batches().add(ofFile);
    ports().jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, acme, raw.id().value()));
    var canceled =
        ports().jobs().submit(new JobRequest(JobKind.TRAIN_MODEL, acme, UUID.randomUUID()));

    assertThat(usages().of(acme)).isEqualTo(new Usage(48_213 + 9_000 + 5_000_000_000L, 1, 1, 2));
    assertThat(usages().of(other)).isEqualTo(new Usage(48_213, 1, 0, 0));

    ports().jobs().cancel(acme, canceled.id(), Optional.empty(), new Idle());
    ports()
        .batches()
        .fail(acme, ofFile.id(), new PredictionBatch.Failed(MONDAY, "for the sake of the test"));
    ports().batches().delete(acme, ofFile.id());
    assertThat(usages().of(acme)).isEqualTo(new Usage(48_213 + 9_000, 1, 0, 1));
  }

  @Test
  void organizations_are_counted() {
    long before = usages().organizations();
    OrganizationId acme = added("Acme");
    added("Other");
    assertThat(usages().organizations()).isEqualTo(before + 2);

    ports().organizations().beginDeletion(acme);
    assertThat(usages().organizations()).isEqualTo(before + 2);
    ports().organizations().purge(acme, (rows, count) -> {});
    assertThat(usages().organizations()).isEqualTo(before + 1);
  }

  private static final class Idle implements JobHandler {
    @Override
    public void run(Job job, Progress progress) {}

    @Override
    public void failed(Job job, String reason) {}
  }

  private OrganizationId added(String name) {
    Organization organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static PredictionBatch batch(OrganizationId organization, long size) {
    var id = new BatchId(UUID.randomUUID());
    var file =
        new StoredFile(
            ObjectKey.eventsOf(organization, id.value(), "csv"), "e.csv", size, "0".repeat(64));
    return new PredictionBatch(
        id,
        organization,
        "Everybody",
        new PredictionInput.UploadedEvents(file, UploadOptions.defaults(), DAY, DAY, 0, 17, 2),
        DAY,
        OptionalLong.empty(),
        MONDAY,
        new PredictionBatch.Queued());
  }
}
