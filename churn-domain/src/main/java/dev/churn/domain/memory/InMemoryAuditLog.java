package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.AuditLog;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keeps the audit log in memory. */
public final class InMemoryAuditLog implements AuditLog {
  private final InMemoryDatabase database;

  public InMemoryAuditLog(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void append(AuditEntry entry) {
    database.run(
        () -> {
          if (database.auditEntries.putIfAbsent(entry.id(), entry) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "There is an audit entry %s already".formatted(entry.id()));
          }
        });
  }

  @Override
  public void conclude(UUID entry, AuditEntry.Outcome outcome) {
    database.run(
        () ->
            database.auditEntries.computeIfPresent(
                entry, (id, open) -> open.outcome().isPresent() ? open : open.with(outcome)));
  }

  @Override
  public Page<AuditEntry> page(AuditFilter filter, PageRequest page) {
    return database.call(
        () -> {
          List<AuditEntry> found =
              database.auditEntries.values().stream()
                  .filter(filter::admits)
                  .collect(Collectors.toList());
          Collections.reverse(found); // of equal times, the one added last comes first
          found.sort(Comparator.comparing(AuditEntry::at).reversed());
          return Page.of(found, page);
        });
  }

  @Override
  public int drop(Instant before, int limit) {
    return database.call(
        () -> {
          List<UUID> old =
              database.auditEntries.values().stream()
                  .filter(entry -> entry.at().isBefore(before))
                  .sorted(Comparator.comparing(AuditEntry::at))
                  .limit(limit)
                  .map(AuditEntry::id)
                  .toList();
          old.forEach(database.auditEntries::remove);
          return old.size();
        });
  }
}
