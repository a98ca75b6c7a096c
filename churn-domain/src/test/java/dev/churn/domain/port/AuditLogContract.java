package dev.churn.domain.port;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditEntry.Outcome;
import dev.churn.domain.audit.AuditEntry.Subject;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.page.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} keeps. */
public abstract class AuditLogContract {
  private static final Actor ALICE =
      new Actor("token", Optional.of("alice"), Optional.of("192.0.2.7"));
  private static final Actor KEY =
      new Actor("api_key", Optional.of("k-1"), Optional.of("2001:db8::1"));

  private final OrganizationId acme = new OrganizationId(UUID.randomUUID());
  private final OrganizationId other = new OrganizationId(UUID.randomUUID());

  /** {@return a log without entries} */
  protected abstract AuditLog emptyLog();

  /** {@return the organizations of the log's database} */
  protected abstract Organizations organizations();

  /** {@return the transactions of the log's database} */
  protected abstract Transactions transactions();

  @Test
  void an_entry_comes_back_as_it_was_added() {
    AuditLog log = emptyLog();
    AuditEntry open = entry(acme, ALICE, "dataset.delete", 0);
    var refused =
        new AuditEntry(
            UUID.randomUUID(),
            MONDAY.plusSeconds(1),
            Optional.empty(),
            new Actor("anybody", Optional.of("anybody"), Optional.empty()),
            "organization.create",
            Optional.empty(),
            "r-2",
            Optional.of(new TargetName("silent-14")),
            Optional.of(new Outcome(MONDAY.plusSeconds(1), 403, Optional.empty())));
    log.append(open);
    log.append(refused);

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .containsExactly(refused, open);
    assertThat(open.outcome()).isEmpty();
  }

  @Test
  void an_entry_is_given_its_outcome_once() {
    AuditLog log = emptyLog();
    AuditEntry upload =
        new AuditEntry(
            UUID.randomUUID(),
            MONDAY,
            Optional.of(acme),
            KEY,
            "dataset.upload",
            Optional.empty(),
            "r-1",
            Optional.empty());
    log.append(upload);
    var outcome =
        new Outcome(MONDAY.plusSeconds(2), 200, Optional.of(new Subject("dataset", "d-1")));
    log.conclude(upload.id(), outcome);
    log.conclude(upload.id(), new Outcome(MONDAY.plusSeconds(3), 500, Optional.empty()));
    log.conclude(UUID.randomUUID(), outcome);

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .containsExactly(upload.with(outcome));
    assertThat(upload.with(outcome).subject()).contains(new Subject("dataset", "d-1"));
  }

  @Test
  void an_id_is_added_once() {
    AuditLog log = emptyLog();
    AuditEntry entry = entry(acme, ALICE, "dataset.delete", 0);
    log.append(entry);

    assertThatThrownBy(() -> log.append(entry))
        .hasFieldOrPropertyWithValue("code", ErrorCode.CONFLICT);
  }

  @Test
  void an_entry_belongs_to_its_transaction() {
    AuditLog log = emptyLog();
    assertThatThrownBy(
            () ->
                transactions()
                    .run(
                        () -> {
                          log.append(entry(acme, ALICE, "dataset.delete", 0));
                          throw new IllegalStateException("undone");
                        }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items()).isEmpty();
  }

  @Test
  void the_latest_come_first_and_a_filter_chooses() {
    AuditLog log = emptyLog();
    AuditEntry first = entry(acme, ALICE, "dataset.delete", 0);
    AuditEntry second = entry(acme, KEY, "model.train", 60);
    AuditEntry third = entry(other, ALICE, "dataset.delete", 120);
    AuditEntry fourth = entry(acme, ALICE, "model.train", 120); // at the time of the third
    List.of(first, second, third, fourth).forEach(log::append);

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .containsExactly(fourth, third, second, first);
    assertThat(log.page(AuditFilter.all().of(acme), PageRequest.first()).items())
        .containsExactly(fourth, second, first);
    assertThat(log.page(filter(0, 120, null, null), PageRequest.first()).items())
        .containsExactly(second, first);
    assertThat(log.page(filter(60, 1000, "model.train", null), PageRequest.first()).items())
        .containsExactly(fourth, second);
    assertThat(log.page(filter(0, 1000, null, "k-1"), PageRequest.first()).items())
        .containsExactly(second);
    var page = log.page(AuditFilter.all(), new PageRequest(2, 1));
    assertThat(page.items()).containsExactly(third, second);
    assertThat(page.total()).isEqualTo(4);
  }

  private static AuditFilter filter(long from, long to, String action, String principal) {
    return new AuditFilter(
        Optional.empty(),
        Optional.of(MONDAY.plusSeconds(from)),
        Optional.of(MONDAY.plusSeconds(to)),
        Optional.ofNullable(action),
        Optional.ofNullable(principal));
  }

  @Test
  void the_entries_of_a_deleted_organization_stay_without_persons() {
    AuditLog log = emptyLog();
    var organization = new Organization(acme, "Acme", OrganizationSettings.defaults(), MONDAY);
    organizations().add(organization);
    AuditEntry deletion = entry(acme, ALICE, "organization.delete", 0);
    AuditEntry others = entry(other, ALICE, "dataset.delete", 1);
    log.append(deletion);
    log.append(others);
    organizations().beginDeletion(acme);
    organizations().purge(acme, (rows, count) -> {});

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .containsExactly(others, deletion.anonymous());
    assertThat(deletion.anonymous().organization()).contains(acme);
  }

  @Test
  void the_oldest_are_dropped_in_portions() {
    AuditLog log = emptyLog();
    List<AuditEntry> entries =
        List.of(
            entry(acme, ALICE, "a.a", 30),
            entry(acme, ALICE, "a.b", 10),
            entry(other, KEY, "a.c", 20),
            entry(acme, KEY, "a.d", 40));
    entries.forEach(log::append);
    entries.forEach(entry -> log.conclude(entry.id(), new Outcome(MONDAY, 200, Optional.empty())));

    assertThat(log.drop(MONDAY.plusSeconds(40), 2)).isEqualTo(2);
    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .extracting(AuditEntry::action)
        .containsExactly("a.d", "a.a");
    assertThat(log.drop(MONDAY.plusSeconds(40), 2)).isEqualTo(1);
    assertThat(log.drop(MONDAY.plusSeconds(40), 2)).isZero();
  }

  /** {@return an entry without a result} */
  protected static AuditEntry entry(
      OrganizationId organization, Actor actor, String action, long seconds) {
    return new AuditEntry(
        UUID.randomUUID(),
        MONDAY.plusSeconds(seconds),
        Optional.of(organization),
        actor,
        action,
        Optional.of(new Subject("dataset", "d-0")),
        "r-" + seconds,
        Optional.empty());
  }
}
