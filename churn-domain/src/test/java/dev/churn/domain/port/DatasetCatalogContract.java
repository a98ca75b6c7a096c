package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.features;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.raw;
import static dev.churn.domain.memory.Samples.withFeatures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.definition.ChurnDefinition.Proposal;
import dev.churn.domain.definition.HorizonCandidate;
import dev.churn.domain.definition.ReturnRate;
import dev.churn.domain.definition.ReturnRate.Return;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DatasetCatalog} keeps. */
public abstract class DatasetCatalogContract {
  private OrganizationId acme;
  private OrganizationId other;
  private DatasetCatalog catalog;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  @BeforeEach
  void two_organizations() {
    catalog = ports().datasets();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  @Test
  void a_raw_dataset_comes_back_as_it_was_added() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);

    assertThat(catalog.find(acme, dataset.id())).contains(dataset);
  }

  @Test
  void each_finder_finds_its_own_type() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    FeatureDataset table = catalog.putFeatures(features(dataset, MONDAY));

    assertThat(catalog.findRaw(acme, dataset.id())).contains(dataset);
    assertThat(catalog.findFeatures(acme, table.id())).contains(table);
    assertThat(catalog.findRaw(acme, table.id())).isEmpty();
    assertThat(catalog.findFeatures(acme, dataset.id())).isEmpty();
    assertThat(catalog.findRaw(other, dataset.id())).isEmpty();
    assertThat(catalog.findFeatures(other, table.id())).isEmpty();
  }

  @Test
  void an_id_is_taken_once() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);

    assertThatThrownBy(() -> catalog.add(dataset)).satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
  }

  @Test
  void a_dataset_needs_its_organization() {
    RawDataset dataset = raw(new OrganizationId(UUID.randomUUID()), MONDAY);

    assertThatThrownBy(() -> catalog.add(dataset))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_table_of_another_version_keeps_the_names_of_its_features() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    FeatureDataset older =
        withFeatures(features(dataset, MONDAY), List.of("recency", "grand_total"));

    FeatureDataset put = catalog.putFeatures(older);

    assertThat(put.manifest().features()).containsExactly("recency", "grand_total");
    assertThat(catalog.find(acme, put.id())).contains(put);
    FeatureDataset newer = catalog.putFeatures(features(dataset, MONDAY));
    assertThat(newer.manifest().features()).isEqualTo(FeatureNames.watching(2));
    assertThat(newer.manifest().definition().watchedEventTypes())
        .containsExactly("purchase", "return");
    assertThat(catalog.findFeaturesOf(acme, dataset.id())).contains(newer);
  }

  @Test
  void another_organization_sees_nothing_of_it() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    catalog.putFeatures(features(dataset, MONDAY));

    assertThat(catalog.find(other, dataset.id())).isEmpty();
    assertThat(catalog.findFeaturesOf(other, dataset.id())).isEmpty();
    assertThat(catalog.findLatestFeatures(other)).isEmpty();
    assertThat(catalog.list(other, PageRequest.first()).total()).isZero();
    assertThat(catalog.delete(other, dataset.id())).isFalse();
    assertThat(catalog.find(acme, dataset.id())).contains(dataset);
  }

  @Test
  void status_and_error_can_be_replaced() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);

    catalog.update(dataset.failed("too short"));
    assertThat(catalog.find(acme, dataset.id())).contains(dataset.failed("too short"));
    catalog.update(dataset.processing());
    assertThat(catalog.find(acme, dataset.id())).contains(dataset.processing());
  }

  @Test
  void what_is_not_there_cannot_be_updated() {
    assertThatThrownBy(() -> catalog.update(raw(acme, MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_feature_table_comes_back_as_it_was_put() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    var table = catalog.putFeatures(features(dataset, MONDAY));

    assertThat(catalog.find(acme, table.id())).contains(table);
    assertThat(catalog.findFeaturesOf(acme, dataset.id())).contains(table);
  }

  @Test
  void a_raw_dataset_may_have_several_feature_tables_which_never_change() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    var late = catalog.putFeatures(features(dataset, MONDAY.plusSeconds(9)));
    var early = catalog.putFeatures(features(dataset, MONDAY));
    var last = catalog.putFeatures(features(dataset, MONDAY.plusSeconds(9)));

    assertThat(catalog.findFeaturesOf(acme, dataset.id())).contains(last);
    assertThat(catalog.listFeaturesOf(acme, dataset.id())).containsExactly(last, late, early);
    assertThat(catalog.listFeaturesOf(other, dataset.id())).isEmpty();
    assertThat(catalog.findFeatures(acme, early.id())).contains(early);
    assertThat(catalog.list(acme, PageRequest.first()).total()).isEqualTo(4);
    assertThatThrownBy(() -> catalog.putFeatures(withFeatures(early, List.of("recency"))))
        .satisfies(Contracts.hasCode(ErrorCode.CONFLICT));
    assertThat(catalog.delete(acme, dataset.id())).isTrue();
    assertThat(catalog.list(acme, PageRequest.first()).total()).isZero();
  }

  @Test
  void a_feature_table_needs_its_source() {
    assertThatThrownBy(() -> catalog.putFeatures(features(raw(acme, MONDAY), MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void the_latest_feature_table_is_by_time_not_by_insertion() {
    RawDataset dataset = raw(acme, MONDAY);
    RawDataset another = raw(acme, MONDAY.plusSeconds(1));
    catalog.add(dataset);
    catalog.add(another);
    var late = catalog.putFeatures(features(dataset, MONDAY.plusSeconds(60)));
    catalog.putFeatures(features(another, MONDAY.plusSeconds(30)));

    assertThat(catalog.findLatestFeatures(acme)).contains(late);
  }

  @Test
  void the_list_starts_with_the_latest_and_comes_in_pages() {
    RawDataset early = raw(acme, MONDAY);
    RawDataset late = raw(acme, MONDAY.plusSeconds(2));
    RawDataset middle = raw(acme, MONDAY.plusSeconds(1));
    catalog.add(early);
    catalog.add(late);
    catalog.add(middle);

    var page = catalog.list(acme, new PageRequest(2, 0));

    assertThat(page.total()).isEqualTo(3);
    assertThat(page.items()).containsExactly(late, middle);
    assertThat(catalog.list(acme, new PageRequest(2, 2)).items()).containsExactly(early);
  }

  @Test
  void a_raw_dataset_is_deleted_with_its_feature_table() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    catalog.putFeatures(features(dataset, MONDAY));

    assertThat(catalog.delete(acme, dataset.id())).isTrue();
    assertThat(catalog.list(acme, PageRequest.first()).total()).isZero();
    assertThat(catalog.delete(acme, dataset.id())).isFalse();
  }

  @Test
  void a_feature_table_can_be_deleted_alone() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    var table = catalog.putFeatures(features(dataset, MONDAY));

    assertThat(catalog.delete(acme, table.id())).isTrue();
    assertThat(catalog.list(acme, PageRequest.first()).items()).containsExactly(dataset);
  }

  private RawDataset processed(Instant uploadedAt) {
    RawDataset dataset = raw(acme, uploadedAt);
    catalog.add(dataset);
    catalog.putFeatures(features(dataset, uploadedAt));
    return dataset;
  }

  private static FileCheck withFinding(RawDataset dataset) {
    var finding =
        new Finding(
            Finding.Kind.FEWER_CUSTOMERS, "only 3 customers, « avant » 80", "at least 56", "3");
    return FileCheck.none(dataset).ofFile(Optional.empty(), List.of(finding));
  }

  @Test
  void a_check_comes_back_as_it_was_put_last_and_goes_with_its_dataset() {
    RawDataset dataset = processed(MONDAY);
    assertThat(catalog.findCheck(acme, dataset.id())).isEmpty();

    FileCheck check = withFinding(dataset);
    catalog.putCheck(check);
    assertThat(catalog.findCheck(acme, dataset.id())).contains(check);
    assertThat(catalog.findCheck(other, dataset.id())).isEmpty();
    FileCheck forced =
        check.forced().ofFile(Optional.of(new DatasetId(UUID.randomUUID())), List.of());
    catalog.putCheck(forced);
    assertThat(catalog.findCheck(acme, dataset.id())).contains(forced);
    catalog.delete(acme, dataset.id());
    assertThat(catalog.findCheck(acme, dataset.id())).isEmpty();
    assertThatThrownBy(() -> catalog.putCheck(check))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  private static final ChurnDefinition DEFINITION =
      new ChurnDefinition(
          LocalDate.parse("2023-01-01"),
          LocalDate.parse("2024-03-01"),
          90,
          List.of(
              new ReturnRate(7, 800, List.of(new Return(30, 0.4, 0.6), new Return(90, 0.5, 0.7))),
              new ReturnRate(30, 500, List.of(new Return(30, 0.1, 0.3)))),
          OptionalInt.of(180),
          List.of(
              new HorizonCandidate(14, 6, 900, 300, OptionalDouble.of(0.45)),
              new HorizonCandidate(365, 1, 90, 30, OptionalDouble.empty())),
          Optional.of(new Proposal(14, 60)),
          "since « beaucoup » come back");

  @Test
  void a_definition_comes_back_as_it_was_put_last_and_goes_with_its_table() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    DatasetId table = catalog.putFeatures(features(dataset, MONDAY)).id();
    assertThat(catalog.findDefinition(acme, table)).isEmpty();

    catalog.putDefinition(acme, table, DEFINITION);
    assertThat(catalog.findDefinition(acme, table)).contains(DEFINITION);
    assertThat(catalog.findDefinition(other, table)).isEmpty();
    assertThat(catalog.findDefinition(acme, dataset.id())).isEmpty();
    var tooShort =
        new ChurnDefinition(
            LocalDate.EPOCH,
            LocalDate.EPOCH,
            0,
            List.of(),
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            "too short");
    catalog.putDefinition(acme, table, tooShort);
    assertThat(catalog.findDefinition(acme, table)).contains(tooShort);
    catalog.delete(acme, dataset.id());
    assertThat(catalog.findDefinition(acme, table)).isEmpty();
    assertThatThrownBy(() -> catalog.putDefinition(acme, table, DEFINITION))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void a_definition_belongs_to_a_feature_table_of_its_organization() {
    RawDataset dataset = raw(acme, MONDAY);
    catalog.add(dataset);
    DatasetId table = catalog.putFeatures(features(dataset, MONDAY)).id();

    assertThatThrownBy(() -> catalog.putDefinition(acme, dataset.id(), DEFINITION))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> catalog.putDefinition(other, table, DEFINITION))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
  }

  @Test
  void the_reference_is_the_latest_processed_upload_before_that_has_passed_its_check() {
    RawDataset first = processed(MONDAY);
    RawDataset second = processed(MONDAY.plusSeconds(1));
    RawDataset third = processed(MONDAY.plusSeconds(2));
    RawDataset unprocessed = raw(acme, MONDAY.plusSeconds(3));
    catalog.add(unprocessed);
    RawDataset latest = raw(acme, MONDAY.plusSeconds(4));

    assertThat(catalog.findReference(first)).isEmpty();
    assertThat(catalog.findReference(latest)).contains(third);
    catalog.putCheck(FileCheck.none(third));
    assertThat(catalog.findReference(latest)).contains(third);
    catalog.putCheck(withFinding(third));
    assertThat(catalog.findReference(latest)).contains(second);
    assertThat(catalog.findReference(second)).contains(first);
    catalog.putCheck(withFinding(third).forced());
    assertThat(catalog.findReference(latest)).contains(third);
    assertThat(catalog.findReference(raw(other, MONDAY.plusSeconds(5)))).isEmpty();
  }
}
