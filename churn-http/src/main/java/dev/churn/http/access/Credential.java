package dev.churn.http.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import io.javalin.http.Context;
import java.util.Optional;

/** Finds what a request presents as proof of who sent it. */
final class Credential {
  private static final String API_KEY = "X-Api-Key";
  private static final String AUTHORIZATION = "Authorization";
  private static final String SCHEME = "Bearer ";

  private Credential() {}

  /**
   * {@return the key or token of a request, or empty if it has none} Authorizations by another
   * scheme, which may be meant for a proxy, count as none.
   *
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the request has two
   */
  static Optional<String> of(Context ctx) {
    Optional<String> key = header(ctx, API_KEY);
    Optional<String> bearer =
        header(ctx, AUTHORIZATION)
            .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .map(text -> text.substring(SCHEME.length()).strip());
    if (key.isPresent() && bearer.isPresent() && !key.equals(bearer)) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "Expected one key or token, found one in %s and another in %s"
              .formatted(AUTHORIZATION, API_KEY));
    }
    return bearer.or(() -> key);
  }

  private static Optional<String> header(Context ctx, String name) {
    return Optional.ofNullable(ctx.header(name)).map(String::strip);
  }
}
