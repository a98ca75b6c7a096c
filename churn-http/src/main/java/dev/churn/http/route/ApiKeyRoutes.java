package dev.churn.http.route;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.access.Scope;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.access.ManageApiKeys;
import dev.churn.http.access.Access;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.request.JsonBody;
import dev.churn.http.request.Requests;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Creates, lists and revokes the API keys of an organization. */
public final class ApiKeyRoutes {
  private static final String KEYS = Routes.ORGANIZATION + "/api-keys";
  private static final String KEY = KEYS + "/{key_id}";
  private static final Set<String> FIELDS = Set.of("name", "scopes", "expires_at");

  private final ManageApiKeys keys;

  public ApiKeyRoutes(Churn churn) {
    this.keys = churn.apiKeys();
  }

  public void register(Routes routes) {
    routes.postBody(KEYS, Access.ADMIN, Action.API_KEY_CREATE, this::create);
    routes.get(KEYS, Access.ADMIN, this::list, Routes.PAGE);
    routes.get(KEY, Access.ADMIN, this::show);
    routes.delete(KEY, Access.ADMIN, Action.API_KEY_REVOKE, this::revoke);
  }

  /**
   * A key without its secret.
   *
   * @param prefix what the key begins with
   */
  private record View(
      String keyId,
      String name,
      List<String> scopes,
      String status,
      String prefix,
      Instant createdAt,
      Optional<String> createdBy,
      Optional<Instant> expiresAt,
      Optional<Instant> revokedAt,
      Optional<Instant> lastUsedAt) {}

  /**
   * A new key.
   *
   * @param key the key itself, which is never shown again
   */
  private record Created(String key, View apiKey) {}

  private View view(ApiKey key) {
    return new View(
        key.id().toString(),
        key.name(),
        key.scopes().stream().sorted().map(Scope::id).toList(),
        key.status(keys.now()).name().toLowerCase(Locale.ROOT),
        ApiKeySecret.prefix(key.id()),
        key.createdAt(),
        key.createdBy().map(Requester::name),
        key.expiresAt(),
        key.revokedAt(),
        key.lastUsedAt());
  }

  private void create(Context ctx) throws IOException {
    OrganizationId organization = Requests.organization(ctx);
    ManageApiKeys.Request request = read(JsonBody.of(ctx, FIELDS));
    ManageApiKeys.Created created = keys.create(organization, request, Requests.requester(ctx));
    Auditing.subject(ctx, created.key().id());
    ctx.status(201)
        .header("Cache-Control", "no-store")
        .header("Location", ctx.path() + "/" + created.key().id());
    Requests.json(ctx, new Created(created.secret().text(), view(created.key())));
  }

  private static ManageApiKeys.Request read(JsonBody body) {
    String name = body.requiredText("name");
    List<Scope> scopes = body.list("scopes", Scope::parse);
    if (!body.has("scopes")) {
      body.wrong("scopes", "expected a list of predict, read, write or admin, found none");
    }
    Optional<Instant> expiresAt =
        body.has("expires_at")
            ? body.required("expires_at", ApiKeyRoutes::instant)
            : Optional.empty();
    body.throwErrors();
    return new ManageApiKeys.Request(name, Set.copyOf(scopes), expiresAt);
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "expected a time such as 2027-01-31T00:00:00Z", e);
    }
  }

  private void list(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.list(ctx, "api_keys", keys.list(organization, Requests.page(ctx)), this::view);
  }

  private void show(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    Requests.json(ctx, view(keys.load(organization, keyId(ctx))));
  }

  private void revoke(Context ctx) {
    OrganizationId organization = Requests.organization(ctx);
    keys.revoke(organization, keyId(ctx));
    ctx.status(204).removeHeader("Content-Type");
  }

  private static ApiKeyId keyId(Context ctx) {
    return Requests.path(ctx, "key_id", ApiKeyId::parse);
  }
}
