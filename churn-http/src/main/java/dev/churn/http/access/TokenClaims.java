package dev.churn.http.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.Scope;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.http.settings.TokenSettings;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from a verified token who its owner is and what they may do. */
final class TokenClaims {
  /** What roles may do, beside those with the name of a scope. */
  private static final Map<String, Set<Scope>> ROLES =
      Map.of(
          "viewer", Set.of(Scope.READ),
          "member", Set.of(Scope.PREDICT, Scope.READ, Scope.WRITE),
          "owner", Set.of(Scope.ADMIN));

  private final TokenSettings settings;

  TokenClaims(TokenSettings settings) {
    this.settings = settings;
  }

  /**
   * {@return what the owner of the token may do}
   *
   * @throws ChurnException with {@link ErrorCode#FORBIDDEN} if it names no organization, {@link
   *     ErrorCode#UNAUTHENTICATED} if it names no owner
   */
  Permit permit(JWTClaimsSet claims) {
    OrganizationId organization =
        texts(claims.getClaims(), settings.organizationClaim())
            .findFirst()
            .flatMap(TokenClaims::organization)
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.FORBIDDEN,
                        "Expected a token with the id of an organization in %s, found none"
                            .formatted(settings.organizationClaim())));
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    texts(claims.getClaims(), settings.roleClaim())
        .flatMap(text -> Stream.of(text.split("[ ,]+")))
        .map(role -> role.toLowerCase(Locale.ROOT))
        .forEach(role -> scopes.addAll(ROLES.getOrDefault(role, scopes(role))));
    return new Permit(
        new Principal(Principal.Kind.TOKEN, subject(claims)), Optional.of(organization), scopes);
  }

  private static String subject(JWTClaimsSet claims) {
    try {
      return new Requester(claims.getSubject()).name();
    } catch (ChurnException e) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "The token was refused: sub has to be 1 to %d characters, no control characters"
              .formatted(Requester.MAX_LENGTH),
          e);
    }
  }

  private static Optional<OrganizationId> organization(String text) {
    try {
      return Optional.of(OrganizationId.parse(text));
    } catch (ChurnException e) {
      return Optional.empty();
    }
  }

  private static Set<Scope> scopes(String role) {
    return Stream.of(Scope.values())
        .filter(scope -> scope.id().equals(role))
        .collect(Collectors.toSet());
  }

  /** {@return the texts of a claim: by its whole name, or else level by level} */
  private static Stream<String> texts(Map<String, Object> claims, String name) {
    Object value = claims.get(name);
    if (value == null) {
      value = claims;
      for (String level : name.split("\\.", -1)) {
        value = value instanceof Map<?, ?> map ? map.get(level) : null;
      }
    }
    Collection<?> values =
        value instanceof Collection<?> many ? many : List.of(value == null ? "" : value);
    return values.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(text -> !text.isBlank());
  }
}
