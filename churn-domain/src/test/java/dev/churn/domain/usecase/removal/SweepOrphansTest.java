package dev.churn.domain.usecase.removal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Compression;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ListedObject;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SweepOrphansTest {
  private static final String FILE =
      "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n2024-01-05\n2024-01-06\n2024-01-07\n";

  private Instant now = Instant.parse("2024-03-04T08:00:00Z");
  private final InMemoryObjectStore stored = new InMemoryObjectStore(() -> now);
  private Churn churn;
  private OrganizationId acme;

  @BeforeEach
  void start() {
    var learning = new TinyLearning();
    churn =
        Churn.builder()
            .objects(stored)
            .features(learning)
            .training(learning)
            .clock(() -> now)
            .build();
    acme = churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
  }

  @AfterEach
  void stop() {
    churn.close();
  }

  /** {@return an upload with a table and a model} */
  private RawDataset learned() {
    RawDataset raw =
        churn
            .uploads()
            .upload(acme, "days.csv", Content.of(FILE.getBytes(UTF_8)), UploadOptions.defaults());
    churn.features().start(acme, raw.id());
    churn.runJobs();
    churn.training().start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty());
    churn.runJobs();
    return raw;
  }

  private Set<ObjectKey> files() {
    Set<ObjectKey> files = new HashSet<>(stored.list(Bucket.DATASETS, ""));
    files.addAll(stored.list(Bucket.UTILS, ""));
    return files;
  }

  private List<ObjectKey> put(ObjectKey... keys) {
    for (ObjectKey key : keys) {
      stored.put(key, Content.of(new byte[10]), "text/csv");
    }
    return List.of(keys);
  }

  private List<ObjectKey> ofKilledWork(OrganizationId organization) {
    return put(
        ObjectKey.raw(organization, UUID.randomUUID(), "csv"),
        ObjectKey.eventsOf(organization, UUID.randomUUID(), "jsonl"),
        ObjectKey.features(organization, UUID.randomUUID()),
        ObjectKey.features(organization, UUID.randomUUID(), Compression.GZIP),
        ObjectKey.predictions(organization, UUID.randomUUID()));
  }

  private void passes(Duration time) {
    now = now.plus(time);
  }

  private List<ObjectKey> swept() {
    List<ObjectKey> swept =
        churn.orphans().sweep(SweepOrphans.SAFE_AGE).stream().map(ListedObject::key).toList();
    passes(Duration.ofMinutes(1)); // removals are due
    churn.removals().sweep();
    return swept;
  }

  @Test
  void what_killed_work_left_is_removed_when_it_is_old_and_nothing_else() {
    RawDataset raw = learned();
    churn.scoring().dataset(acme, raw.id(), Optional.empty());
    churn.runJobs();
    Set<ObjectKey> named = files();
    assertThat(named).hasSizeGreaterThanOrEqualTo(4).contains(raw.file().key());
    List<ObjectKey> orphans = ofKilledWork(acme);

    assertThat(swept()).as("while they are young").isEmpty();
    assertThat(churn.orphans().total().objects()).isZero();
    passes(SweepOrphans.SAFE_AGE);
    List<ObjectKey> young = ofKilledWork(acme);

    assertThat(swept()).containsExactlyInAnyOrderElementsOf(orphans);
    named.addAll(young);
    assertThat(files()).isEqualTo(named);
    SweepOrphans.Swept total = churn.orphans().total();
    assertThat(total.objects()).isEqualTo(5);
    assertThat(total.bytes()).isEqualTo(50);
    assertThat(total.sweeps()).isEqualTo(2);
    assertThat(total.lastAt()).contains(now.minus(Duration.ofMinutes(1)));
    assertThat(swept()).isEmpty();
  }

  @Test
  void what_is_not_certainly_an_orphan_stays() {
    OrganizationId stranger = OrganizationId.parse("123e4567-e89b-12d3-a456-426614174000");
    ofKilledWork(stranger); // an organization that is being deleted, or of another database
    put(
        ObjectKey.model(acme, UUID.randomUUID()),
        new ObjectKey(Bucket.DATASETS, "org_health/probe"),
        new ObjectKey(Bucket.UTILS, "org_%s/probe.csv".formatted(new UUID(0, 0))),
        new ObjectKey(Bucket.DATASETS, "org_%s/raw/notes.txt".formatted(acme)),
        new ObjectKey(Bucket.UTILS, "backup/org_%s/a.csv".formatted(acme)),
        new ObjectKey(Bucket.UTILS, "org_%s/raw/%s.csv".formatted(acme, UUID.randomUUID())));
    Set<ObjectKey> all = files();
    passes(Duration.ofDays(400));

    assertThat(swept()).isEmpty();
    assertThat(files()).isEqualTo(all);
  }

  @Test
  void the_file_of_a_batch_stays_while_its_job_may_store_it_and_no_longer_once_it_failed() {
    learned();
    var started =
        churn
            .scoring()
            .file(
                acme,
                "a.csv",
                Content.of(FILE.getBytes(UTF_8)),
                UploadOptions.defaults(),
                Optional.empty(),
                Optional.empty())
            .started();
    ObjectKey output = ObjectKey.predictions(acme, started.batch().id().value());
    put(output);
    passes(SweepOrphans.SAFE_AGE);
    assertThat(swept()).isEmpty();

    stored.put(started.batch().input().key(), Content.of(new byte[] {1}), "text/csv"); // damaged
    churn.runJobs();
    put(output); // of a server that was killed
    passes(SweepOrphans.SAFE_AGE);
    assertThat(swept()).containsExactly(output);
    assertThat(files()).contains(started.batch().input().key());
  }
}
