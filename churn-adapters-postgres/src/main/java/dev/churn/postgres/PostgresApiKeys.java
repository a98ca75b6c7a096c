package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.Scope;
import dev.churn.domain.access.Sha256;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ApiKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores API keys in the table {@code api_keys}. */
final class PostgresApiKeys implements ApiKeys {
  /** Of organizations whose deletion has not begun. */
  private static final String KEYS =
      """
      from api_keys k join organizations o on o.id = k.organization_id
      where o.deletion_began_at is null
      """;

  private final Database database;

  PostgresApiKeys(Database database) {
    this.database = database;
  }

  @Override
  public void add(ApiKey key) {
    int added =
        database.call(
            handle ->
                handle
                    .createUpdate(
                        """
                        insert into api_keys
                          (id, organization_id, name, scopes, sha256, created_at, created_by,
                           expires_at, revoked_at, last_used_at)
                        select :id, id, :name, :scopes, :sha256, :createdAt, :createdBy,
                          cast(:expiresAt as timestamptz), cast(:revokedAt as timestamptz),
                          cast(:lastUsedAt as timestamptz)
                        from organizations
                        where id = :organization and deletion_began_at is null
                        """)
                    .bind("id", key.id().value())
                    .bind("organization", key.organizationId().value())
                    .bind("name", key.name())
                    .bindArray(
                        "scopes",
                        String.class,
                        key.scopes().stream().sorted().map(Scope::id).toArray())
                    .bind("sha256", key.hash().hex())
                    .bind("createdAt", Columns.timestamp(key.createdAt()))
                    .bind("createdBy", key.createdBy().map(Requester::name))
                    .bind("expiresAt", key.expiresAt().map(Columns::timestamp))
                    .bind("revokedAt", key.revokedAt().map(Columns::timestamp))
                    .bind("lastUsedAt", key.lastUsedAt().map(Columns::timestamp))
                    .execute());
    if (added == 0) {
      throw new ChurnException(
          ErrorCode.NOT_FOUND, "There is no organization " + key.organizationId());
    }
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return database.call(
        handle ->
            handle
                .createQuery("select k.* " + KEYS + " and k.id = :id")
                .bind("id", id.value())
                .map((row, context) -> read(row))
                .findOne());
  }

  @Override
  public Page<ApiKey> list(OrganizationId organization, PageRequest page) {
    return database.atOneMoment(
        handle -> {
          List<ApiKey> items =
              handle
                  .createQuery(
                      "select k.* "
                          + KEYS
                          + " and k.organization_id = :organization"
                          + " order by k.created_at desc, k.id limit :limit offset :offset")
                  .bind("organization", organization.value())
                  .bind("limit", page.limit())
                  .bind("offset", page.offset())
                  .map((row, context) -> read(row))
                  .list();
          long total =
              handle
                  .createQuery(
                      "select count(*) " + KEYS + " and k.organization_id = :organization")
                  .bind("organization", organization.value())
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  @Override
  public long countActive(OrganizationId organization, Instant now) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    "select count(*) "
                        + KEYS
                        + " and k.organization_id = :organization and k.revoked_at is null"
                        + " and (k.expires_at is null or k.expires_at > :now)")
                .bind("organization", organization.value())
                .bind("now", Columns.timestamp(now))
                .mapTo(Long.class)
                .one());
  }

  @Override
  public boolean revoke(OrganizationId organization, ApiKeyId id, Instant at) {
    return database.call(
        handle ->
            handle
                    .createUpdate(
                        """
                        update api_keys k set revoked_at = coalesce(k.revoked_at, :at)
                        from organizations o
                        where k.id = :id and k.organization_id = :organization
                          and o.id = k.organization_id and o.deletion_began_at is null
                        """)
                    .bind("id", id.value())
                    .bind("organization", organization.value())
                    .bind("at", Columns.timestamp(at))
                    .execute()
                > 0);
  }

  @Override
  public void recordUses(Map<ApiKeyId, Instant> uses) {
    database.inTransaction(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  """
                  update api_keys set last_used_at = :at
                  where id = :id and (last_used_at is null or last_used_at < :at)
                  """);
          // in one order, so that two servers do not wait for each other in a circle
          uses.entrySet().stream()
              .sorted(Map.Entry.comparingByKey(Comparator.comparing(ApiKeyId::value)))
              .forEach(
                  use ->
                      batch
                          .bind("id", use.getKey().value())
                          .bind("at", Columns.timestamp(use.getValue()))
                          .add());
          batch.execute();
          return null;
        });
  }

  private static ApiKey read(ResultSet row) throws SQLException {
    return new ApiKey(
        new ApiKeyId(Columns.uuid(row, "id")),
        new OrganizationId(Columns.uuid(row, "organization_id")),
        row.getString("name"),
        scopes(row),
        Sha256.parse(row.getString("sha256")),
        Columns.instant(row, "created_at"),
        Optional.ofNullable(row.getString("created_by")).map(Requester::new),
        Columns.optionalInstant(row, "expires_at"),
        Columns.optionalInstant(row, "revoked_at"),
        Columns.optionalInstant(row, "last_used_at"));
  }

  private static Set<Scope> scopes(ResultSet row) throws SQLException {
    return Columns.texts(row, "scopes").stream()
        .map(Scope::parse)
        .collect(Collectors.toUnmodifiableSet());
  }
}
