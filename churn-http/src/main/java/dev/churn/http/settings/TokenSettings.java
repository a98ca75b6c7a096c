package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which tokens of an identity provider are accepted, and what they say of their owner. {@link
 * #toString} shows no secret.
 *
 * @param issuer the {@code iss} of accepted tokens, to the letter
 * @param jwksUrl where the issuer's public keys are; empty means where its discovery document says
 * @param audience what the {@code aud} of accepted tokens contains
 * @param hs256Secret the secret that the issuer shares with this server; empty means that only
 *     tokens signed with a private key are accepted
 * @param organizationClaim the claim that names the organization, with dots between its levels
 * @param roleClaim the claim that names the role, with dots between its levels
 */
public record TokenSettings(
    String issuer,
    Optional<URI> jwksUrl,
    String audience,
    Optional<String> hs256Secret,
    String organizationClaim,
    String roleClaim) {
  private static final int MIN_SECRET_LENGTH = 32;
  private static final String ISSUER = "TOKEN_ISSUER";
  private static final List<String> NAMES =
      List.of(
          ISSUER,
          "TOKEN_JWKS_URL",
          "TOKEN_AUDIENCE",
          "TOKEN_HS256_SECRET",
          "TOKEN_ORGANIZATION_CLAIM",
          "TOKEN_ROLE_CLAIM");

  public TokenSettings {
    requireNonNull(issuer, "issuer");
    requireNonNull(jwksUrl, "jwksUrl");
    requireNonNull(audience, "audience");
    requireNonNull(hs256Secret, "hs256Secret");
    requireNonNull(organizationClaim, "organizationClaim");
    requireNonNull(roleClaim, "roleClaim");
  }

  /** {@return whether any variable here is set} */
  static boolean isAnySet(Variables variables) {
    return NAMES.stream().filter(name -> variables.text(name).isPresent()).count() > 0;
  }

  /** {@return which tokens are accepted; empty if no issuer is known, and after an error} */
  static Optional<TokenSettings> read(Variables variables) {
    String organization =
        claim(variables, "TOKEN_ORGANIZATION_CLAIM", "app_metadata.organization_id");
    String role = claim(variables, "TOKEN_ROLE_CLAIM", "app_metadata.role");
    Optional<String> secret = secret(variables);
    Optional<URI> jwks =
        variables.text("TOKEN_JWKS_URL").flatMap(url -> variables.httpUrl("TOKEN_JWKS_URL", url));
    Optional<String> audience = variables.text("TOKEN_AUDIENCE");
    Optional<String> issuer = variables.text(ISSUER);
    Optional<String> project =
        variables
            .text("SUPABASE_URL")
            .map(url -> url.replaceFirst("(/storage/v1)?/*$", "") + "/auth/v1");
    if (issuer.isPresent()) {
      variables.httpUrl(ISSUER, issuer.get());
      if (audience.isEmpty()) {
        variables.wrong(
            "TOKEN_AUDIENCE",
            "expected what the tokens for this server have in aud, since TOKEN_ISSUER is set;"
                + " found none");
      }
      return Optional.of(
          new TokenSettings(issuer.get(), jwks, audience.orElse(""), secret, organization, role));
    }
    if (project.isEmpty() && isAnySet(variables)) {
      return variables.wrong(
          ISSUER,
          "expected the URL of an issuer, since another TOKEN_ variable is set; found none");
    }
    return project.map(
        url ->
            new TokenSettings(
                url,
                jwks.or(() -> uri(url + "/.well-known/jwks.json")),
                audience.orElse("authenticated"),
                secret,
                organization,
                role));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // SUPABASE_URL is told where it is read
    }
  }

  /** Refuses what users write themselves: with it they would choose their organization. */
  private static String claim(Variables variables, String name, String usual) {
    String claim = variables.text(name).orElse(usual);
    String flat = claim.toLowerCase(Locale.ROOT).replaceAll("[^a-z.]", "");
    if (flat.startsWith("usermetadata") || flat.startsWith("rawusermeta")) {
      variables.wrong(
          name,
          "expected a claim that only the identity provider writes, such as %s; users change their"
                  .formatted(usual)
              + " user_metadata themselves");
    }
    return claim;
  }

  private static Optional<String> secret(Variables variables) {
    Optional<String> secret = variables.text("TOKEN_HS256_SECRET");
    if (secret.isPresent() && secret.get().length() < MIN_SECRET_LENGTH) {
      return variables.wrong(
          "TOKEN_HS256_SECRET",
          "expected %d or more characters, found %d"
              .formatted(MIN_SECRET_LENGTH, secret.get().length()));
    }
    return secret;
  }

  @Override
  public String toString() {
    return "TokenSettings[issuer=%s, jwksUrl=%s, audience=%s]".formatted(issuer, jwksUrl, audience);
  }
}
