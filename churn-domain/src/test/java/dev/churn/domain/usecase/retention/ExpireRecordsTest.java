package dev.churn.domain.usecase.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.limit.RetentionPeriods;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.usecase.TinyLearning;
import dev.churn.domain.usecase.audit.AuditTrail;
import dev.churn.domain.usecase.retention.ExpireRecords.Expired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExpireRecordsTest {
  private static final String FILE =
      "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n2024-01-05\n2024-01-06\n2024-01-07\n";
  private static final Optional<Duration> A_MONTH = Optional.of(Duration.ofDays(30));
  private static final RetentionPeriods MONTHS =
      new RetentionPeriods(A_MONTH, A_MONTH, A_MONTH, A_MONTH);

  private Instant now = Instant.parse("2024-01-08T08:00:00Z");
  private final InMemoryObjectStore stored = new InMemoryObjectStore(() -> now);
  private Churn churn;
  private OrganizationId acme;
  private RawDataset raw;

  @BeforeEach
  void learn() {
    var learning = new TinyLearning();
    churn =
        Churn.builder()
            .objects(stored)
            .features(learning)
            .training(learning)
            .clock(() -> now)
            .build();
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
    raw =
        churn
            .uploads()
            .upload(acme, "days.csv", Content.of(FILE.getBytes(UTF_8)), UploadOptions.defaults());
    churn.features().start(acme, raw.id());
    churn.runJobs();
    churn.training().start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty());
    churn.runJobs();
  }

  @AfterEach
  void stop() {
    churn.close();
  }

  private PredictionBatch score() {
    PredictionBatch batch = churn.scoring().dataset(acme, raw.id(), Optional.empty()).batch();
    churn.runJobs();
    now = now.plus(Duration.ofMinutes(1));
    return batch;
  }

  private List<PredictionBatch> batches() {
    return churn.batches().list(acme, new PageRequest(100, 0)).items();
  }

  @Test
  void old_batches_go_with_their_files_but_never_the_two_latest() {
    PredictionBatch first = score();
    PredictionBatch second = score();
    PredictionBatch third = score();
    long files = stored.list(Bucket.UTILS, "").size();

    assertThat(churn.expiredRecords().expire(MONTHS)).isEqualTo(new Expired(0, 0, 0, 0));
    now = now.plus(Duration.ofDays(360));
    assertThat(churn.expiredRecords().expire(MONTHS).batches())
        .as("monitoring looks back as far")
        .isZero();
    now = now.plus(Duration.ofDays(100)); // 366 and a month, and the rest of the month
    assertThat(churn.expiredRecords().expire(RetentionPeriods.forEver()).batches()).isZero();
    assertThat(churn.expiredRecords().expire(MONTHS).batches()).isEqualTo(1);

    assertThat(batches())
        .extracting(PredictionBatch::id)
        .containsExactly(third.id(), second.id())
        .doesNotContain(first.id());
    assertThat(stored.list(Bucket.UTILS, "")).hasSize((int) files - 1);
    assertThat(churn.expiredRecords().expire(MONTHS)).isEqualTo(new Expired(0, 0, 0, 0));
    assertThat(churn.expiredRecords().total().batches()).isEqualTo(1);
  }

  @Test
  void a_batch_for_an_old_date_is_kept_as_long_after_it_was_made() {
    now = now.plus(Duration.ofDays(400));
    score();
    score();
    score();

    assertThat(churn.expiredRecords().expire(MONTHS).batches()).isZero();
    assertThat(batches()).hasSize(3);
  }

  @Test
  void each_kind_goes_by_its_own_period() {
    score();
    score();
    score();
    churn
        .audit()
        .begin(
            new AuditTrail.Call(
                Optional.of(acme),
                new AuditEntry.Actor("nobody", Optional.empty(), Optional.empty()),
                "dataset.upload",
                Optional.empty(),
                "r-1",
                Optional.empty()));
    Optional<Duration> never = Optional.empty();
    now = now.plus(Duration.ofDays(500));

    assertThat(churn.expiredRecords().expire(new RetentionPeriods(A_MONTH, never, A_MONTH, never)))
        .isEqualTo(new Expired(0, 0, 0, 0));
    assertThat(churn.expiredRecords().expire(new RetentionPeriods(never, never, never, A_MONTH)))
        .isEqualTo(new Expired(0, 0, 0, 1));
    assertThat(churn.expiredRecords().expire(new RetentionPeriods(never, A_MONTH, never, never)))
        .isEqualTo(new Expired(0, 1, 0, 0));
  }
}
