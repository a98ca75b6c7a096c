package dev.churn.http.access;

import static java.util.Objects.requireNonNull;

import io.javalin.http.Context;

/**
 * Who sent a request.
 *
 * @param kind how the server knows
 * @param name tells callers apart in logs, limits and the audit log, for example the id of an API
 *     key or the subject of a token; holds no secret
 */
public record Principal(Kind kind, String name) {
  /** Everybody, where the server asks nobody who they are. */
  public static final Principal ANYBODY = new Principal(Kind.ANYBODY, "anybody");

  private static final String ATTRIBUTE = "churn.principal";

  /** How the server knows who sent a request. */
  public enum Kind {
    /** It does not. */
    ANYBODY,
    /** By the operator's key. */
    OPERATOR,
    /** By the API key of an organization. */
    API_KEY,
    /** By a token that an identity provider signed. */
    TOKEN
  }

  public Principal {
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
  }

  /** {@return who sent the request} */
  public static Principal of(Context ctx) {
    Principal known = ctx.attribute(ATTRIBUTE);
    return known == null ? ANYBODY : known;
  }

  /** Remembers who sent the request. */
  void remember(Context ctx) {
    ctx.attribute(ATTRIBUTE, this);
  }
}
