package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.features;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Workload;
import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.pipeline.PipelineStep;
import dev.churn.domain.pipeline.PipelineStep.Kind;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ports of one database keep about targets. */
public abstract class TargetsContract {
  private OrganizationId acme;
  private OrganizationId other;
  private OrganizationId silent;
  private OrganizationId canceled;
  private DatasetCatalog catalog;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  /** {@return the usages of the same database} */
  protected abstract Usages usages();

  @BeforeEach
  void two_targets_of_one_of_two_organizations() {
    catalog = ports().datasets();
    acme = added(organization("Acme", MONDAY)).id();
    other = added(organization("Other", MONDAY)).id();
    canceled = added(target("canceled", acme, MONDAY.plusSeconds(1))).id();
    silent = added(target("silent-14", acme, MONDAY)).id();
  }

  private Organization added(Organization organization) {
    ports().organizations().add(organization);
    return organization;
  }

  private static Organization target(String name, OrganizationId parent, Instant createdAt) {
    return new Organization(
        OrganizationId.newTarget(),
        name,
        new OrganizationSettings(14, 30, Set.of()),
        createdAt,
        Optional.of(parent));
  }

  private RawDataset uploaded(Instant at) {
    RawDataset raw = raw(acme, at);
    catalog.add(raw);
    return raw;
  }

  private List<OrganizationId> targets() {
    return ports().organizations().targets(acme).stream().map(Organization::id).toList();
  }

  @Test
  void targets_are_listed_by_creation_and_are_no_organizations() {
    Organization found = ports().organizations().find(silent).orElseThrow();

    assertThat(found)
        .isEqualTo(
            new Organization(
                silent,
                "silent-14",
                new OrganizationSettings(14, 30, Set.of()),
                MONDAY,
                Optional.of(acme)));
    assertThat(targets()).containsExactly(silent, canceled);
    assertThat(ports().organizations().targets(other)).isEmpty();
    assertThat(ports().organizations().targets(silent)).isEmpty();
    assertThat(ports().organizations().list(new PageRequest(PageRequest.MAX_LIMIT, 0)).items())
        .extracting(Organization::id)
        .contains(acme)
        .doesNotContain(silent);
    ports().organizations().update(found.with(OrganizationSettings.defaults()));
    assertThat(ports().organizations().lock(silent))
        .isEqualTo(found.with(OrganizationSettings.defaults()));
  }

  @Test
  void names_are_unique_in_an_organization_until_the_target_is_deleted() {
    Organization again = target("silent-14", acme, MONDAY);
    assertThatThrownBy(() -> added(again)).satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    assertThatThrownBy(() -> added(target("x", new OrganizationId(UUID.randomUUID()), MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    added(target("silent-14", other, MONDAY));

    ports().organizations().beginDeletion(silent);
    assertThat(targets()).containsExactly(canceled);
    added(again);
    assertThat(targets()).containsExactlyInAnyOrder(again.id(), canceled);
  }

  @Test
  void an_organization_goes_after_its_targets() {
    RawDataset raw = uploaded(MONDAY);
    catalog.putFeatures(features(raw.in(silent), MONDAY));
    for (OrganizationId id : List.of(acme, silent, canceled)) {
      assertThat(ports().organizations().beginDeletion(id)).isTrue();
    }
    assertThatThrownBy(
            () ->
                ports()
                    .organizations()
                    .purge(
                        acme,
                        (rows, count) -> {
                          throw new AssertionError("removed " + rows);
                        }))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));

    ports().organizations().purge(silent, (rows, count) -> {});
    ports().organizations().purge(canceled, (rows, count) -> {});
    ports().organizations().purge(acme, (rows, count) -> {});

    assertThat(ports().organizations().beginDeletion(acme)).isFalse();
    assertThat(ports().organizations().beginDeletion(silent)).isFalse();
  }

  @Test
  void a_target_sees_the_raw_datasets_of_its_organization_with_a_state_of_its_own() {
    RawDataset raw = uploaded(MONDAY);
    catalog.add(raw(other, MONDAY));

    assertThat(catalog.find(silent, raw.id())).contains(raw.in(silent));
    assertThat(catalog.list(silent, PageRequest.first()).items()).containsExactly(raw.in(silent));
    assertThat(catalog.list(silent, PageRequest.first()).total()).isEqualTo(1);
    catalog.update(raw.in(silent).failed("only one class"));
    assertThat(catalog.find(silent, raw.id())).contains(raw.in(silent).failed("only one class"));
    catalog.update(raw.in(silent).ready());
    assertThat(catalog.find(silent, raw.id())).contains(raw.in(silent).ready());
    assertThat(catalog.find(canceled, raw.id())).contains(raw.in(canceled));
    assertThat(catalog.find(acme, raw.id())).contains(raw);
    catalog.update(raw.processing());
    assertThat(catalog.findRaw(silent, raw.id()).orElseThrow().status())
        .isEqualTo(DatasetStatus.READY);
    RawDataset foreign = raw(other, MONDAY).in(silent);
    assertThatThrownBy(() -> catalog.update(foreign))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void tables_belong_to_the_target_that_computed_them() {
    RawDataset raw = uploaded(MONDAY);
    FeatureDataset own = catalog.putFeatures(features(raw, MONDAY));
    FeatureDataset ofTarget = catalog.putFeatures(features(raw.in(silent), MONDAY));

    assertThat(catalog.listFeaturesOf(acme, raw.id())).containsExactly(own);
    assertThat(catalog.listFeaturesOf(silent, raw.id())).containsExactly(ofTarget);
    assertThat(catalog.findLatestFeatures(silent)).contains(ofTarget);
    assertThat(catalog.findLatestFeatures(canceled)).isEmpty();
    assertThat(catalog.find(silent, own.id())).isEmpty();
    assertThat(catalog.find(acme, ofTarget.id())).isEmpty();
    assertThat(catalog.list(silent, PageRequest.first()).items())
        .containsExactlyInAnyOrder((Dataset) raw.in(silent), ofTarget);
    assertThat(catalog.findReference(raw(acme, MONDAY.plusSeconds(1)).in(canceled))).isEmpty();
    assertThat(catalog.findReference(raw(acme, MONDAY.plusSeconds(1)).in(silent)))
        .contains(raw.in(silent));
  }

  @Test
  void files_are_known_by_their_keys_whatever_these_say() {
    RawDataset raw = uploaded(MONDAY);
    FeatureDataset ofTarget = catalog.putFeatures(features(raw.in(silent), MONDAY));

    assertThat(catalog.names(acme, raw.file().key())).isTrue();
    assertThat(catalog.names(silent, raw.file().key())).isTrue();
    assertThat(catalog.names(other, raw.file().key())).isFalse();
    assertThat(catalog.names(silent, ofTarget.file().key())).isTrue();
    assertThat(catalog.names(acme, ofTarget.file().key())).isFalse();
    assertThat(catalog.names(acme, ObjectKey.raw(acme, UUID.randomUUID(), "csv"))).isFalse();
  }

  @Test
  void checks_and_pipelines_belong_to_the_target() {
    RawDataset raw = uploaded(MONDAY);
    FileCheck own = FileCheck.none(raw);
    FileCheck ofTarget =
        FileCheck.none(raw.in(silent))
            .ofFile(
                Optional.empty(),
                List.of(new Finding(Finding.Kind.values()[0], "It is odd", "some", "none")));
    catalog.putCheck(own);
    catalog.putCheck(ofTarget);
    Pipeline pipeline = pipeline(acme, raw);
    Pipeline pipelineOfTarget = pipeline(silent, raw);
    ports().pipelines().put(pipeline);
    ports().pipelines().put(pipelineOfTarget);

    assertThat(catalog.findCheck(acme, raw.id())).contains(own);
    assertThat(catalog.findCheck(silent, raw.id())).contains(ofTarget);
    assertThat(catalog.findCheck(canceled, raw.id())).isEmpty();
    assertThat(ports().pipelines().find(acme, raw.id())).contains(pipeline);
    assertThat(ports().pipelines().find(silent, raw.id())).contains(pipelineOfTarget);
    assertThat(ports().pipelines().find(canceled, raw.id())).isEmpty();
  }

  private static Pipeline pipeline(OrganizationId organization, RawDataset raw) {
    return new Pipeline(
        organization,
        raw.id(),
        List.of(
            PipelineStep.waiting(Kind.FEATURES)
                .queued(new JobId(UUID.randomUUID()), Optional.empty()),
            PipelineStep.waiting(Kind.TRAIN),
            PipelineStep.waiting(Kind.SCORE)));
  }

  @Test
  void a_dataset_goes_from_all_targets_and_from_one_without_the_others() {
    RawDataset raw = uploaded(MONDAY);
    FeatureDataset own = catalog.putFeatures(features(raw, MONDAY));
    FeatureDataset ofSilent = catalog.putFeatures(features(raw.in(silent), MONDAY));
    FeatureDataset ofCanceled = catalog.putFeatures(features(raw.in(canceled), MONDAY));
    catalog.update(raw.in(silent).ready());
    catalog.putCheck(FileCheck.none(raw.in(silent)));
    ports().pipelines().put(pipeline(silent, raw));

    assertThat(catalog.delete(silent, raw.id())).isTrue();
    assertThat(catalog.find(silent, ofSilent.id())).isEmpty();
    assertThat(catalog.findCheck(silent, raw.id())).isEmpty();
    assertThat(ports().pipelines().find(silent, raw.id())).isEmpty();
    assertThat(catalog.find(silent, raw.id())).contains(raw.in(silent));
    assertThat(catalog.find(acme, own.id())).contains(own);
    assertThat(catalog.find(canceled, ofCanceled.id())).contains(ofCanceled);

    assertThat(catalog.delete(acme, raw.id())).isTrue();
    assertThat(catalog.find(silent, raw.id())).isEmpty();
    assertThat(catalog.find(acme, own.id())).isEmpty();
    assertThat(catalog.find(canceled, ofCanceled.id())).isEmpty();
    assertThat(catalog.delete(silent, raw.id())).isFalse();
  }

  @Test
  void what_targets_have_counts_for_their_organization_and_files_count_once() {
    RawDataset raw = uploaded(MONDAY);
    catalog.putFeatures(features(raw.in(silent), MONDAY));
    long before = usages().organizations();
    ports().jobs().submit(new JobRequest(JobKind.PROCESS_FEATURES, canceled, raw.id().value()));

    var expected = new Usage(48_213 + 9_000, 1, 0, 1);
    assertThat(usages().of(acme)).isEqualTo(expected);
    assertThat(usages().of(silent)).isEqualTo(expected);
    assertThat(usages().of(other)).isEqualTo(new Usage(0, 0, 0, 0));
    added(target("third", acme, MONDAY));
    assertThat(usages().organizations()).isEqualTo(before);
  }

  @Test
  void jobs_of_targets_wait_for_those_of_their_organization() {
    ports().jobs().submit(training(acme), Workload.usual());
    Job ofTarget = ports().jobs().submit(training(silent), Workload.usual());
    Job ofOther = ports().jobs().submit(training(other), Workload.usual());

    assertThat(ports().jobs().find(silent, ofTarget.id()).orElseThrow().message())
        .isEqualTo("Waiting: 1 job before it");
    assertThat(ports().jobs().find(acme, ofTarget.id())).isEmpty();
    assertThat(ports().jobs().find(other, ofOther.id()).orElseThrow().message())
        .isEqualTo("Waiting");
  }

  private static JobRequest training(OrganizationId organization) {
    return new JobRequest(JobKind.TRAIN_MODEL, organization, UUID.randomUUID());
  }
}
