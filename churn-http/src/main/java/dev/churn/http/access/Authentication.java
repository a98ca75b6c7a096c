package dev.churn.http.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.access.Scope;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.access.AuthenticateApiKeys;
import dev.churn.http.settings.AccessSettings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who sent a request, before all routes, and lets routes require what they declare. Safe
 * for use by several threads.
 */
public final class Authentication {
  private static final String ATTRIBUTE = "churn.permit";
  private static final String CHALLENGE = "WWW-Authenticate";

  private final AccessSettings settings;
  private final AuthenticateApiKeys apiKeys;
  private final Optional<TokenVerifier> tokens;

  public Authentication(AccessSettings settings, AuthenticateApiKeys apiKeys) {
    this.settings = settings;
    this.apiKeys = apiKeys;
    this.tokens = settings.tokens().filter(t -> settings.required()).map(TokenVerifier::new);
  }

  /** What is known of the sender of a request: a permit, or why there is none. */
  private sealed interface Finding {
    record Found(Permit permit) implements Finding {}

    /** The request has no key or token. */
    record Nothing() implements Finding {}

    record Refused(ChurnException reason) implements Finding {}
  }

  /** Makes every request known to {@link Principal#of} before its route runs. */
  public void register(RoutesConfig routes) {
    if (settings.required()) {
      routes.before(this::identify);
    }
  }

  /** A wrong key is refused by the route and not here, since public routes answer all the same. */
  private void identify(Context ctx) {
    ctx.attribute(ATTRIBUTE, find(ctx));
  }

  private Finding find(Context ctx) {
    try {
      Optional<String> credential = Credential.of(ctx);
      if (credential.isEmpty()) {
        return new Finding.Nothing();
      }
      Permit permit = permit(credential.get());
      permit.principal().remember(ctx);
      return new Finding.Found(permit);
    } catch (ChurnException e) {
      return new Finding.Refused(e);
    }
  }

  private Permit permit(String credential) {
    boolean isLikeApiKey = ApiKeySecret.isLike(credential); // then it is hashed once only
    if (!isLikeApiKey && settings.isOperatorKey(credential)) {
      return Permit.ofOperator();
    }
    if (tokens.isPresent() && !credential.startsWith(ApiKeySecret.PREFIX)) {
      return tokens.get().verify(credential);
    }
    ApiKey key = apiKeys.authenticate(credential);
    return new Permit(
        new Principal(Principal.Kind.API_KEY, key.id().toString()),
        Optional.of(key.organizationId()),
        key.scopes());
  }

  /**
   * Requires that the sender of a request may call a route. Nothing is looked up for organizations
   * that the sender may not enter, so that neither the answer nor its time tells whether they
   * exist.
   *
   * @param organization reads the organization in the path
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the request has no usable key
   *     or token, {@link ErrorCode#NOT_FOUND} if the sender belongs to another organization, {@link
   *     ErrorCode#FORBIDDEN} if the sender lacks the scope, {@link ErrorCode#UNAVAILABLE} if the
   *     key cannot be looked up
   */
  public void require(Context ctx, Access access, Supplier<OrganizationId> organization) {
    if (access == Access.PUBLIC || !settings.required()) {
      return;
    }
    Permit permit = load(ctx);
    if (permit.isOperator()) {
      return;
    }
    Scope scope =
        access
            .scope()
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.FORBIDDEN, "This is for the operator of the server only"));
    OrganizationId id = organization.get();
    if (!permit.mayEnter(id)) {
      throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
    }
    if (!permit.has(scope)) {
      ctx.header(
          CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scope.id()));
      throw new ChurnException(
          ErrorCode.FORBIDDEN,
          "Expected a key or token with the scope %s, found %s"
              .formatted(scope.id(), permit.scopesInWords()));
    }
  }

  private static Permit load(Context ctx) {
    Finding finding = ctx.attribute(ATTRIBUTE);
    if (finding instanceof Finding.Found found) {
      return found.permit();
    }
    if (finding instanceof Finding.Refused refused) {
      if (refused.reason().code() == ErrorCode.UNAUTHENTICATED) {
        ctx.header(CHALLENGE, "Bearer error=\"invalid_token\"");
      }
      throw refused.reason();
    }
    ctx.header(CHALLENGE, "Bearer");
    throw new ChurnException(
        ErrorCode.UNAUTHENTICATED,
        "Expected an API key or a token as 'Authorization: Bearer …' or 'X-Api-Key: …', found"
            + " none");
  }
}
