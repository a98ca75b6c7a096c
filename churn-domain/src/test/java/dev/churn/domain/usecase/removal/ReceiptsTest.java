package dev.churn.domain.usecase.removal;

import static dev.churn.domain.memory.Samples.MONDAY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Item;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryErasures;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryRemovals;
import dev.churn.domain.memory.Kills;
import dev.churn.domain.memory.Kills.Killed;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Removals;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Receipts of deleted datasets and organizations list what is gone, also after kills. */
class ReceiptsTest {
  private static final String FILE = "2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n";

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryObjectStore stored = new InMemoryObjectStore();
  private Instant now = MONDAY;

  private Churn server(Kills kills) {
    var learning = new TinyLearning();
    return Churn.builder()
        .inMemory(database)
        .objects(kills.of(stored))
        .transactions(kills.of(database))
        .organizations(
            kills.of(Organizations.class, new InMemoryOrganizations(database), Set.of("purge")))
        .removals(
            kills.of(
                Removals.class,
                new InMemoryRemovals(database),
                Set.of("note", "claim", "postpone", "done", "forget")))
        .erasures(
            kills.of(
                Erasures.class,
                new InMemoryErasures(database),
                Set.of("add", "note", "end", "key")))
        .features(learning)
        .training(learning)
        .clock(() -> now)
        .build();
  }

  private OrganizationId organization(Churn churn) {
    return churn.organizations().create("Acme", OrganizationSettings.defaults()).id();
  }

  private static RawDataset processed(Churn churn, OrganizationId organization) {
    RawDataset raw =
        churn
            .uploads()
            .upload(
                organization,
                "days.csv",
                Content.of(FILE.getBytes(UTF_8)),
                UploadOptions.defaults());
    churn.features().start(organization, raw.id());
    churn.runJobs();
    return raw;
  }

  private static void trainedAndScored(Churn churn, OrganizationId organization) {
    churn
        .training()
        .start(
            organization,
            ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
            Optional.empty(),
            Optional.empty(),
            true);
    churn.runJobs();
    churn
        .scoring()
        .file(
            organization,
            "days.csv",
            Content.of(FILE.getBytes(UTF_8)),
            UploadOptions.defaults(),
            Optional.of(LocalDate.parse("2024-02-01")),
            Optional.empty());
    churn.runJobs();
  }

  private List<ObjectKey> files(OrganizationId organization) {
    List<ObjectKey> files = new ArrayList<>();
    for (Bucket bucket : Bucket.values()) {
      files.addAll(stored.list(bucket, "org_" + organization));
    }
    return files;
  }

  private long bytes(OrganizationId organization) {
    return files(organization).stream().mapToLong(key -> stored.size(key).orElseThrow()).sum();
  }

  private void sweep(Churn churn) {
    now = now.plusSeconds(3600);
    churn.removals().sweep();
    assertThat(churn.removals().count()).isZero();
  }

  @Test
  void the_receipt_of_a_dataset_lists_its_rows_tables_and_files() {
    try (Churn churn = server(new Kills())) {
      OrganizationId acme = organization(churn);
      RawDataset raw = processed(churn, acme);
      long bytes = bytes(acme);
      var table = churn.datasets().findFeaturesOf(acme, raw.id()).orElseThrow();

      ErasureId id = churn.datasets().delete(acme, raw.id());

      Erasure receipt = churn.erasures().load(acme, id);
      assertThat(receipt.subject()).isEqualTo(new Subject.StoredDataset(raw.id()));
      assertThat(receipt.requestedAt()).isEqualTo(MONDAY);
      assertThat(receipt.endedAt()).contains(MONDAY);
      assertThat(receipt.errorMessage()).isEmpty();
      assertThat(receipt.items())
          .containsExactly(
              new Item("datasets", "dataset " + raw.id(), 1),
              new Item("feature_rows", "table " + table.id(), table.rowCount()),
              new Item("feature_tables", "table " + table.id(), 1),
              new Item("object_bytes", "storage", bytes),
              new Item("objects", "storage", 2),
              new Item("raw_rows", "dataset " + raw.id(), 4));
      assertThat(churn.erasures().list(acme, PageRequest.first()).items()).containsExactly(receipt);
    }
  }

  @Test
  void the_receipt_of_a_table_lists_the_table_only() {
    try (Churn churn = server(new Kills())) {
      OrganizationId acme = organization(churn);
      RawDataset raw = processed(churn, acme);
      var table = churn.datasets().findFeaturesOf(acme, raw.id()).orElseThrow();

      ErasureId id = churn.datasets().delete(acme, table.id());

      assertThat(churn.erasures().load(acme, id).counts())
          .isEqualTo(
              Map.of(
                  "feature_tables",
                  1L,
                  "feature_rows",
                  table.rowCount(),
                  "objects",
                  1L,
                  "object_bytes",
                  table.file().size()));
    }
  }

  @Test
  void a_refused_deletion_leaves_no_receipt() {
    try (Churn churn = server(new Kills())) {
      OrganizationId acme = organization(churn);
      RawDataset raw = processed(churn, acme);
      churn.features().start(acme, raw.id());

      assertThatThrownBy(() -> churn.datasets().delete(acme, raw.id()))
          .isInstanceOf(ChurnException.class);
      assertThatThrownBy(() -> churn.deletedOrganizations().delete(acme))
          .isInstanceOf(ChurnException.class);

      assertThat(churn.erasures().list(acme, PageRequest.first()).items()).isEmpty();
      assertThat(churn.erasures().listOfOrganizations(PageRequest.first()).items()).isEmpty();
    }
  }

  @Test
  void the_receipt_of_an_organization_lists_its_rows_and_files_and_stays() {
    try (Churn churn = server(new Kills())) {
      OrganizationId acme = organization(churn);
      processed(churn, acme);
      trainedAndScored(churn, acme);
      int files = files(acme).size();
      long bytes = bytes(acme);

      ErasureId id = churn.deletedOrganizations().delete(acme);

      assertThat(files(acme)).isEmpty();
      Erasure receipt = churn.erasures().loadOfOrganization(id);
      assertThat(receipt.subject()).isEqualTo(new Subject.WholeOrganization());
      assertThat(receipt.organization()).isEqualTo(acme);
      assertThat(receipt.endedAt()).isPresent();
      assertThat(receipt.counts())
          .containsEntry("datasets", 1L)
          .containsEntry("feature_tables", 1L)
          .containsEntry("models", 1L)
          .containsEntry("batches", 1L)
          .containsEntry("jobs", 4L)
          .containsEntry("objects", (long) files)
          .containsEntry("object_bytes", bytes);
      assertThat(receipt.counts().get("prediction_rows")).isPositive();
      assertThat(churn.erasures().listOfOrganizations(PageRequest.first()).items())
          .containsExactly(receipt);
      assertThatThrownBy(() -> churn.erasures().load(acme, id))
          .isInstanceOf(ChurnException.class)
          .extracting(e -> ((ChurnException) e).code())
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void who_asks_again_while_the_deletion_runs_gets_the_same_receipt() {
    var killer = new Kills();
    OrganizationId acme;
    try (Churn churn = server(new Kills())) {
      acme = organization(churn);
      processed(churn, acme);
    }
    assertThat(deleteWithKill(killer, 3, churn -> churn.deletedOrganizations().delete(acme)))
        .isTrue();
    try (Churn churn = server(new Kills())) {
      ErasureId first =
          churn.erasures().listOfOrganizations(PageRequest.first()).items().get(0).id();
      assertThat(churn.erasures().loadOfOrganization(first).endedAt()).isEmpty();

      assertThat(churn.deletedOrganizations().delete(acme)).isEqualTo(first);
      sweep(churn); // the note of the file after which the server was killed

      Erasure receipt = churn.erasures().loadOfOrganization(first);
      assertThat(receipt.endedAt()).isPresent();
      assertThat(receipt.counts()).containsEntry("objects", 2L).containsEntry("datasets", 1L);
      assertThat(churn.erasures().listOfOrganizations(PageRequest.first()).total()).isEqualTo(1);
    }
  }

  @Test
  void a_deletion_that_an_earlier_version_began_is_finished_without_a_receipt() {
    try (Churn churn = server(new Kills())) {
      OrganizationId acme = organization(churn);
      processed(churn, acme);
      var organizations = new InMemoryOrganizations(database);
      organizations.beginDeletion(acme);
      new InMemoryRemovals(database).note(List.of(new WholeOrganization(acme)), now);

      sweep(churn);

      assertThat(files(acme)).isEmpty();
      assertThat(organizations.beginDeletion(acme)).isFalse();
      assertThat(churn.erasures().listOfOrganizations(PageRequest.first()).items()).isEmpty();
    }
  }

  @Test
  void a_kill_after_any_step_of_a_dataset_s_deletion_changes_no_count() {
    int kills = 0;
    boolean isKilled = true;
    for (int step = 1; isKilled; step++) {
      OrganizationId acme;
      RawDataset raw;
      long bytes;
      try (Churn churn = server(new Kills())) {
        acme = organization(churn);
        raw = processed(churn, acme);
        bytes = bytes(acme);
      }
      var killer = new Kills();
      isKilled = deleteWithKill(killer, step, churn -> churn.datasets().delete(acme, raw.id()));
      kills += isKilled ? 1 : 0;
      try (Churn churn = server(new Kills())) {
        sweep(churn);

        List<Erasure> receipts = churn.erasures().list(acme, PageRequest.first()).items();
        assertThat(receipts).as("step %d", step).hasSize(1);
        assertThat(receipts.get(0).endedAt()).as("step %d", step).isPresent();
        assertThat(receipts.get(0).counts())
            .as("step %d", step)
            .containsEntry("objects", 2L)
            .containsEntry("object_bytes", bytes)
            .containsEntry("datasets", 1L)
            .containsEntry("feature_tables", 1L)
            .containsEntry("raw_rows", 4L);
        assertThat(files(acme)).isEmpty();
      }
    }
    assertThat(kills).isEqualTo(5); // the rows; each of two files, and its note
  }

  @Test
  void a_kill_after_any_step_of_an_organization_s_deletion_changes_no_count() {
    Map<String, Long> expected = Map.of();
    int kills = 0;
    boolean isKilled = true;
    for (int step = 0; isKilled; step++) {
      OrganizationId acme;
      try (Churn churn = server(new Kills())) {
        acme = organization(churn);
        processed(churn, acme);
        trainedAndScored(churn, acme);
      }
      var killer = new Kills();
      isKilled =
          deleteWithKill(
                  killer,
                  step == 0 ? Long.MAX_VALUE : step, // the first time without a kill
                  churn -> churn.deletedOrganizations().delete(acme))
              || step == 0;
      kills += killer.hasKilled() ? 1 : 0;
      try (Churn churn = server(new Kills())) {
        sweep(churn);

        Erasure receipt =
            churn.erasures().listOfOrganizations(PageRequest.first()).items().stream()
                .filter(found -> found.organization().equals(acme))
                .findFirst()
                .orElseThrow();
        expected = step == 0 ? receipt.counts() : expected;
        assertThat(receipt.endedAt()).as("step %d", step).isPresent();
        assertThat(receipt.counts()).as("step %d", step).isEqualTo(expected);
        assertThat(files(acme)).isEmpty();
      }
    }
    assertThat(kills).isGreaterThan(15);
  }

  private interface Deletion {
    void run(Churn churn);
  }

  /** {@return whether the server was killed in the deletion} */
  private boolean deleteWithKill(Kills kills, long step, Deletion deletion) {
    try (Churn churn = server(kills)) {
      kills.after(step);
      deletion.run(churn);
    } catch (Killed e) {
      assertThat(kills.hasKilled()).isTrue();
    }
    return kills.hasKilled();
  }
}
