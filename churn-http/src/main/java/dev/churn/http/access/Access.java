package dev.churn.http.access;

import dev.churn.domain.access.Scope;
import java.util.Optional;

/** Who may call a route. Every route declares it where it is registered. */
public enum Access {
  /** Everybody, whether or not the server asks who calls. */
  PUBLIC,
  /** Callers of the organization in the path with {@link Scope#PREDICT}. */
  PREDICT(Scope.PREDICT),
  /** Callers of the organization in the path with {@link Scope#READ}. */
  READ(Scope.READ),
  /** Callers of the organization in the path with {@link Scope#WRITE}. */
  WRITE(Scope.WRITE),
  /** Callers of the organization in the path with {@link Scope#ADMIN}. */
  ADMIN(Scope.ADMIN),
  /** Only the operator of the server, who may also call all other routes. */
  OPERATOR;

  private final Optional<Scope> scope;

  Access() {
    this.scope = Optional.empty();
  }

  Access(Scope scope) {
    this.scope = Optional.of(scope);
  }

  /** {@return the scope within the organization in the path that a caller needs, if any} */
  public Optional<Scope> scope() {
    return scope;
  }
}
