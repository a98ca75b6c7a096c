package dev.churn.http.access;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.access.Scope;
import dev.churn.domain.organization.OrganizationId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who a caller is and what they may do.
 *
 * @param organization the only organization that the caller may enter; empty means every one
 * @param scopes what the caller may do there
 */
record Permit(Principal principal, Optional<OrganizationId> organization, Set<Scope> scopes) {
  Permit {
    requireNonNull(principal, "principal");
    requireNonNull(organization, "organization");
    scopes = Set.copyOf(scopes);
    if (organization.isEmpty() && principal.kind() != Principal.Kind.OPERATOR) {
      throw new IllegalArgumentException("only the operator enters every organization");
    }
  }

  static Permit ofOperator() {
    return new Permit(
        new Principal(Principal.Kind.OPERATOR, "operator"),
        Optional.empty(),
        Set.of(Scope.values()));
  }

  boolean isOperator() {
    return principal.kind() == Principal.Kind.OPERATOR;
  }

  boolean mayEnter(OrganizationId id) {
    return organization.isEmpty() || organization.get().equals(id);
  }

  /** {@return whether the caller has the scope} {@link Scope#ADMIN} includes the others. */
  boolean has(Scope scope) {
    return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
  }

  /** {@return the scopes in words, such as "predict, read" or "none"} */
  String scopesInWords() {
    return scopes.isEmpty()
        ? "none"
        : scopes.stream().sorted().map(Scope::id).collect(Collectors.joining(", "));
  }
}
