package dev.churn.postgres;

import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditEntry.Actor;
import dev.churn.domain.audit.AuditEntry.Outcome;
import dev.churn.domain.audit.AuditEntry.Subject;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.AuditLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Stores the audit log in the tables {@code audit_entries}, {@code audit_outcomes} and {@code
 * audit_actors}, whose triggers refuse changes.
 */
final class PostgresAuditLog implements AuditLog {
  private static final String ENTRIES =
      """
      audit_entries e
      left join audit_outcomes o on o.entry_id = e.id
      left join audit_actors a on a.entry_id = e.id
      """;

  private final Database database;

  PostgresAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public void append(AuditEntry entry) {
    database.inTransaction(
        handle -> {
          bind(
                  handle.createUpdate(
                      """
                      insert into audit_entries
                        (id, at, organization, actor_kind, action, subject_kind, subject_id,
                         request_id, target)
                      values
                        (:id, :at, cast(:organization as uuid), :actorKind, :action, :subjectKind, :subjectId,
                         :requestId, :target)
                      """),
                  entry.subject())
              .bind("id", entry.id())
              .bind("at", Columns.timestamp(entry.at()))
              .bind("organization", entry.organization().map(OrganizationId::value).orElse(null))
              .bind("actorKind", entry.actor().kind())
              .bind("action", entry.action())
              .bind("requestId", Columns.text(entry.requestId()))
              .bind("target", entry.target().map(TargetName::value).orElse(null))
              .execute();
          handle
              .createUpdate(
                  """
                  insert into audit_actors (entry_id, organization_id, name, address)
                  values (:id, cast(:organization as uuid), :name, :address)
                  """)
              .bind("id", entry.id())
              .bind("organization", entry.organization().map(OrganizationId::value).orElse(null))
              .bind("name", entry.actor().name().map(Columns::text).orElse(null))
              .bind("address", entry.actor().address().map(Columns::text).orElse(null))
              .execute();
          entry.outcome().ifPresent(outcome -> conclude(entry.id(), outcome));
          return null;
        });
  }

  @Override
  public void conclude(UUID entry, Outcome outcome) {
    database.call(
        handle ->
            bind(
                    handle.createUpdate(
                        """
                        insert into audit_outcomes
                          (entry_id, at, status, subject_kind, subject_id)
                        select id, :at, :status, :subjectKind, :subjectId
                        from audit_entries where id = :id
                        on conflict do nothing
                        """),
                    outcome.subject())
                .bind("id", entry)
                .bind("at", Columns.timestamp(outcome.at()))
                .bind("status", outcome.status())
                .execute());
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Optional<Subject> subject) {
    return statement
        .bind("subjectKind", subject.map(Subject::kind).orElse(null))
        .bind("subjectId", subject.map(Subject::id).map(Columns::text).orElse(null));
  }

  @Override
  public Page<AuditEntry> page(AuditFilter filter, PageRequest page) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    Map<String, Object> values = new HashMap<>();
    filter
        .organization()
        .ifPresent(
            id ->
                add(
                    "e.organization = :organization",
                    "organization",
                    id.value(),
                    conditions,
                    values));
    filter
        .from()
        .ifPresent(at -> add("e.at >= :from", "from", Columns.timestamp(at), conditions, values));
    filter.to().ifPresent(at -> add("e.at < :to", "to", Columns.timestamp(at), conditions, values));
    filter
        .action()
        .ifPresent(action -> add("e.action = :action", "action", action, conditions, values));
    filter
        .principal()
        .ifPresent(
            name ->
                add("a.name = :principal", "principal", Columns.text(name), conditions, values));
    String which = ENTRIES + "where " + String.join(" and ", conditions);
    return database.atOneMoment(
        handle -> {
          List<AuditEntry> items =
              handle
                  .createQuery(
                      """
                      select e.id, e.at, e.organization, e.actor_kind, e.action, e.subject_kind,
                        e.subject_id, e.request_id, e.target, a.name, a.address, o.at as ended_at, o.status,
                        o.subject_kind as found_kind, o.subject_id as found_id
                      from
                      """
                          + which
                          + " order by e.at desc, e.position desc limit :limit offset :offset")
                  .bindMap(values)
                  .bind("limit", page.limit())
                  .bind("offset", page.offset())
                  .map((row, context) -> read(row))
                  .list();
          long total =
              handle
                  .createQuery("select count(*) from " + which)
                  .bindMap(values)
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  private static void add(
      String condition,
      String name,
      Object value,
      List<String> conditions,
      Map<String, Object> values) {
    conditions.add(condition);
    values.put(name, value);
  }

  @Override
  public int drop(Instant before, int limit) {
    return database.inTransaction(
        handle -> {
          permitDropping(before.toString(), handle);
          int dropped =
              handle
                  .createUpdate(
                      """
                      delete from audit_entries where id = any (array(
                        select id from audit_entries where at < :before
                        order by at, position limit :limit))
                      """)
                  .bind("before", Columns.timestamp(before))
                  .bind("limit", limit)
                  .execute();
          permitDropping("", handle);
          return dropped;
        });
  }

  /** Names the instant before which the triggers let entries be deleted, in this transaction. */
  private static void permitDropping(String before, Handle handle) {
    handle
        .createQuery("select set_config('churn.audit_dropped_before', :before, true)")
        .bind("before", before)
        .mapTo(String.class)
        .one();
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    Optional<Subject> named = subject(row, "subject_kind", "subject_id");
    var entry =
        new AuditEntry(
            Columns.uuid(row, "id"),
            Columns.instant(row, "at"),
            Optional.ofNullable(Columns.uuid(row, "organization")).map(OrganizationId::new),
            new Actor(
                row.getString("actor_kind"),
                Optional.ofNullable(row.getString("name")),
                Optional.ofNullable(row.getString("address"))),
            row.getString("action"),
            named,
            row.getString("request_id"),
            Optional.ofNullable(row.getString("target")).map(TargetName::new),
            Optional.empty());
    Optional<Instant> ended = Columns.optionalInstant(row, "ended_at");
    return ended.isEmpty()
        ? entry
        : entry.with(
            new Outcome(ended.get(), row.getInt("status"), subject(row, "found_kind", "found_id")));
  }

  private static Optional<Subject> subject(ResultSet row, String kind, String id)
      throws SQLException {
    String code = row.getString(kind);
    return code == null ? Optional.empty() : Optional.of(new Subject(code, row.getString(id)));
  }
}
