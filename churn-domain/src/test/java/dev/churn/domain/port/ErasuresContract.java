package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.organization;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Item;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Erasures} keeps. */
public abstract class ErasuresContract {
  private static final Instant LATER = MONDAY.plusSeconds(60);

  private OrganizationId acme;
  private OrganizationId other;
  private Erasures erasures;

  /** {@return the ports of one database; every test adds organizations of its own} */
  protected abstract TestPorts ports();

  /** {@return the erasures in the same database} */
  protected abstract Erasures erasures();

  @BeforeEach
  void two_organizations() {
    erasures = erasures();
    acme = added("Acme");
    other = added("Other");
  }

  private OrganizationId added(String name) {
    var organization = organization(name, MONDAY);
    ports().organizations().add(organization);
    return organization.id();
  }

  private static Erasure erasure(OrganizationId organization, Subject subject, Instant at) {
    return new Erasure(
        new ErasureId(UUID.randomUUID()),
        organization,
        subject,
        at,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private Erasure ofCustomer(String customer) {
    return erasure(acme, new Subject.Customer(erasures.key(acme).hash(customer)), MONDAY);
  }

  private static Erasure ofDataset(OrganizationId organization, Instant at) {
    return erasure(organization, new Subject.StoredDataset(new DatasetId(UUID.randomUUID())), at);
  }

  @Test
  void an_organization_has_one_key_and_another_organization_another() {
    assertThat(erasures.key(acme).hash("C-1")).isEqualTo(erasures.key(acme).hash("C-1"));
    assertThat(erasures.key(acme).hash("C-1")).isNotEqualTo(erasures.key(other).hash("C-1"));
  }

  @Test
  void the_customer_is_known_until_the_erasure_has_ended() {
    Erasure erasure = ofCustomer("C « 1 »");
    erasures.add(erasure, "C « 1 »");
    assertThat(erasures.find(acme, erasure.id())).contains(erasure);
    assertThat(erasures.customer(acme, erasure.id())).contains("C « 1 »");
    assertThat(erasures.customer(other, erasure.id())).isEmpty();

    erasures.end(erasure.id(), LATER, Optional.empty());
    erasures.end(erasure.id(), LATER.plusSeconds(9), Optional.of("too late"));

    Erasure ended = erasures.find(acme, erasure.id()).orElseThrow();
    assertThat(ended.endedAt()).contains(LATER);
    assertThat(ended.errorMessage()).isEmpty();
    assertThat(erasures.customer(acme, erasure.id())).isEmpty();
  }

  @Test
  void an_erasure_that_was_given_up_says_why() {
    Erasure erasure = ofCustomer("C-1");
    erasures.add(erasure, "C-1");

    erasures.end(erasure.id(), LATER, Optional.of("the storage is away \0"));

    Erasure ended = erasures.find(acme, erasure.id()).orElseThrow();
    assertThat(ended.errorMessage().orElseThrow()).startsWith("the storage is away");
  }

  @Test
  void an_erasure_goes_on_after_a_part_failed_and_ends_with_the_first_reason() {
    Erasure erasure = ofCustomer("C-1");
    erasures.add(erasure, "C-1");

    erasures.noteFailure(erasure.id(), "the first");
    erasures.noteFailure(erasure.id(), "the second");
    erasures.note(erasure.id(), "batches", "batch z", 1);
    assertThat(erasures.find(acme, erasure.id()).orElseThrow().errorMessage()).isEmpty();
    assertThat(erasures.customer(acme, erasure.id())).contains("C-1");
    erasures.end(erasure.id(), LATER, Optional.empty());

    assertThat(erasures.find(acme, erasure.id()).orElseThrow().errorMessage())
        .contains("the first");
  }

  @Test
  void counts_of_the_same_kind_and_place_are_summed_and_sorted() {
    Erasure erasure = ofCustomer("C-1");
    erasures.add(erasure, "C-1");

    erasures.note(erasure.id(), "raw_rows", "dataset b", 2);
    erasures.note(erasure.id(), "raw_rows", "dataset a", 5_000_000_000L);
    erasures.note(erasure.id(), "raw_rows", "dataset b", 3);
    erasures.note(erasure.id(), "outcomes", "monitoring", 0);
    erasures.note(erasure.id(), "batches", "batch z", 1);

    assertThat(erasures.find(acme, erasure.id()).orElseThrow().items())
        .containsExactly(
            new Item("batches", "batch z", 1),
            new Item("raw_rows", "dataset a", 5_000_000_000L),
            new Item("raw_rows", "dataset b", 5));
  }

  @Test
  void nothing_is_added_to_what_has_ended_or_does_not_exist() {
    Erasure erasure = ofDataset(acme, MONDAY);
    erasures.add(erasure);
    erasures.note(erasure.id(), "objects", "storage", 1);
    erasures.end(erasure.id(), LATER, Optional.empty());

    erasures.lock(erasure.id());
    erasures.note(erasure.id(), "objects", "storage", 1);
    var unknown = new ErasureId(UUID.randomUUID());
    erasures.lock(unknown);
    erasures.note(unknown, "objects", "storage", 1);
    erasures.end(unknown, LATER, Optional.empty());

    assertThat(erasures.find(acme, erasure.id()).orElseThrow().items())
        .containsExactly(new Item("objects", "storage", 1));
    assertThat(erasures.find(acme, unknown)).isEmpty();
  }

  @Test
  void a_note_belongs_to_the_transaction_that_removes() {
    Erasure erasure = ofDataset(acme, MONDAY);
    erasures.add(erasure);

    assertThatThrownBy(
            () ->
                ports()
                    .transactions()
                    .run(
                        () -> {
                          erasures.note(erasure.id(), "objects", "storage", 1);
                          throw new IllegalStateException("cut");
                        }))
        .hasMessage("cut");

    assertThat(erasures.find(acme, erasure.id())).contains(erasure);
  }

  @Test
  void an_organization_lists_its_customers_and_datasets_the_latest_first() {
    Erasure customer = ofCustomer("C-1");
    Erasure dataset = ofDataset(acme, LATER);
    Erasure last = ofDataset(acme, LATER);
    erasures.add(customer, "C-1");
    erasures.add(dataset);
    erasures.add(last);
    erasures.note(customer.id(), "raw_rows", "dataset a", 2);
    erasures.add(ofDataset(other, MONDAY));
    Erasure whole = erasure(acme, new Subject.WholeOrganization(), MONDAY);
    erasures.add(whole);

    var page = erasures.list(acme, PageRequest.first());
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.items())
        .containsExactly(last, dataset, erasures.find(acme, customer.id()).orElseThrow());
    assertThat(page.items().get(2).items()).containsExactly(new Item("raw_rows", "dataset a", 2));
    assertThat(erasures.list(acme, new PageRequest(1, 1)).items()).containsExactly(dataset);
    assertThat(erasures.find(other, dataset.id())).isEmpty();
    assertThat(erasures.find(acme, whole.id())).isEmpty();
    assertThat(erasures.findOfOrganization(dataset.id())).isEmpty();
  }

  @Test
  void the_receipt_of_an_organization_survives_it_and_the_others_do_not() {
    Erasure dataset = ofDataset(acme, MONDAY);
    Erasure customer = ofCustomer("C-1");
    Erasure whole = erasure(acme, new Subject.WholeOrganization(), LATER);
    assertThat(erasures.findRunning(acme)).isEmpty();
    erasures.add(dataset);
    erasures.note(dataset.id(), "objects", "storage", 1);
    erasures.add(customer, "C-1");
    erasures.add(whole);
    assertThat(erasures.findRunning(acme)).contains(whole.id());
    assertThat(erasures.findRunning(other)).isEmpty();

    ports().organizations().beginDeletion(acme);
    ports()
        .organizations()
        .purge(acme, (rows, count) -> erasures.note(whole.id(), rows.id(), "database", count));
    erasures.end(whole.id(), LATER.plusSeconds(1), Optional.empty());

    assertThat(erasures.find(acme, dataset.id())).isEmpty();
    assertThat(erasures.find(acme, customer.id())).isEmpty();
    Erasure kept = erasures.findOfOrganization(whole.id()).orElseThrow();
    assertThat(kept.organization()).isEqualTo(acme);
    assertThat(kept.counts()).containsEntry("erasures", 2L);
    assertThat(kept.endedAt()).contains(LATER.plusSeconds(1));
    assertThat(erasures.listOfOrganizations(new PageRequest(1000, 0)).items()).contains(kept);
    assertThat(erasures.findRunning(acme)).isEmpty();
  }

  @Test
  void nothing_is_erased_of_an_organization_that_does_not_exist() {
    var nobody = new OrganizationId(UUID.randomUUID());
    Erasure customer = erasure(nobody, new Subject.Customer("0".repeat(64)), MONDAY);

    assertThatThrownBy(() -> erasures.add(customer, "C-1"))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> erasures.add(ofDataset(nobody, MONDAY)))
        .satisfies(Contracts.hasCode(ErrorCode.NOT_FOUND));
    assertThat(erasures.find(nobody, customer.id())).isEmpty();
  }
}
