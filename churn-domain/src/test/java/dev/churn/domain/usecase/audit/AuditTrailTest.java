package dev.churn.domain.usecase.audit;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.memory.InMemoryAuditLog;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.AuditLog;
import dev.churn.domain.usecase.audit.AuditTrail.Call;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AuditTrailTest {
  private static final Call CALL =
      new Call(
          Optional.empty(),
          new Actor("anybody", Optional.of("anybody"), Optional.of("192.0.2.7")),
          "dataset.upload",
          Optional.empty(),
          "r-1",
          Optional.empty());

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final AuditLog log = new InMemoryAuditLog(database);
  private Instant now = MONDAY;

  private AuditTrail trail(AuditLog entries) {
    return new AuditTrail(new InMemoryOrganizations(database), entries, () -> now);
  }

  @Test
  void refusals_beyond_a_rate_are_not_recorded() {
    AuditTrail trail = trail(log);
    for (int i = 0; i < AuditTrail.MAX_REFUSALS + 5; i++) {
      trail.refused(CALL, 401);
    }
    assertThat(count()).isEqualTo(AuditTrail.MAX_REFUSALS);

    now = now.plusSeconds(61);
    trail.refused(CALL, 403);
    assertThat(count()).isEqualTo(AuditTrail.MAX_REFUSALS + 1);
  }

  @Test
  void a_call_without_a_recorded_result_stays_open() {
    UUID open = trail(log).begin(CALL);
    UUID ended = trail(log).begin(CALL);
    trail(log).end(ended, 200, Optional.empty());

    assertThat(log.page(AuditFilter.all(), PageRequest.first()).items())
        .filteredOn(entry -> entry.outcome().isEmpty())
        .extracting(AuditEntry::id)
        .containsExactly(open);
  }

  @Test
  void only_the_begin_of_a_change_fails_with_the_log() {
    AuditTrail trail = trail(new BrokenLog());

    assertThatThrownBy(() -> trail.begin(CALL))
        .hasFieldOrPropertyWithValue("code", ErrorCode.UNAVAILABLE);
    trail.end(UUID.randomUUID(), 200, Optional.empty());
    trail.refused(CALL, 403);
  }

  private long count() {
    return log.page(AuditFilter.all(), PageRequest.first()).total();
  }

  /** A log that stores nothing. */
  private static final class BrokenLog implements AuditLog {
    @Override
    public void append(AuditEntry entry) {
      throw broken();
    }

    @Override
    public void conclude(UUID entry, AuditEntry.Outcome outcome) {
      throw broken();
    }

    @Override
    public Page<AuditEntry> page(AuditFilter filter, PageRequest page) {
      throw broken();
    }

    @Override
    public int drop(Instant before, int limit) {
      throw broken();
    }

    private static ChurnException broken() {
      return new ChurnException(ErrorCode.UNAVAILABLE, "The database cannot be reached");
    }
  }
}
