package dev.churn.http.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;
import dev.churn.http.settings.TokenSettings;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies tokens (JWT, RFC 7519) of one issuer as RFC 8725 asks: only algorithms that are set
 * here, each with keys of its own kind, so that a public key never serves as a shared secret; no
 * key that a token brings along or points to; issuer, audience, subject and expiry are required.
 * Keys are cached for {@link #KEYS_FRESH}; a token with an unknown key makes them be fetched again,
 * at most every {@link #FETCH_INTERVAL}; while the issuer is down, known keys are used for {@link
 * #OUTAGE}. Safe for use by several threads.
 */
final class TokenVerifier {
  static final Duration KEYS_FRESH = Duration.ofMinutes(5);
  static final Duration FETCH_INTERVAL = Duration.ofSeconds(10);
  static final Duration OUTAGE = Duration.ofHours(1);

  /** How much clocks may differ. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private static final long REFRESH_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_LENGTH = 8_000;
  private static final int MAX_REASON = 160;
  private static final Set<JWSAlgorithm> ASYMMETRIC =
      Set.of(
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final VerifiedTokens verified = new VerifiedTokens();
  private final IssuerKeys keys;
  private final TokenClaims claims;

  TokenVerifier(TokenSettings settings) {
    this.keys = new IssuerKeys(settings);
    this.claims = new TokenClaims(settings);
    processor.setJWSKeySelector(selector(settings));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    var verifier =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp"));
    verifier.setMaxClockSkew((int) SKEW.toSeconds());
    processor.setJWTClaimsSetVerifier(verifier);
  }

  private JWSKeySelector<SecurityContext> selector(TokenSettings settings) {
    Optional<SecretKey> secret =
        settings
            .hs256Secret()
            .map(text -> new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var ofIssuer =
        new JWSVerificationKeySelector<>(
            ASYMMETRIC,
            JWKSourceBuilder.create(keys)
                .cache(KEYS_FRESH.toMillis(), REFRESH_TIMEOUT_MILLIS)
                .rateLimited(FETCH_INTERVAL.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build());
    return (header, context) -> select(header, context, secret, ofIssuer);
  }

  private static List<? extends Key> select(
      JWSHeader header,
      SecurityContext context,
      Optional<SecretKey> secret,
      JWSKeySelector<SecurityContext> ofIssuer)
      throws KeySourceException {
    if (header.getAlgorithm().equals(JWSAlgorithm.HS256)) {
      return secret.stream().toList();
    }
    return ofIssuer.selectJWSKeys(header, context);
  }

  /**
   * {@return what the owner of a token may do}
   *
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the token is not accepted,
   *     {@link ErrorCode#FORBIDDEN} if it names no organization, {@link ErrorCode#UNAVAILABLE} if
   *     the keys of the issuer were never reached
   */
  Permit verify(String token) {
    if (token.length() > MAX_LENGTH) {
      throw refused("expected %d characters at most".formatted(MAX_LENGTH), null);
    }
    Optional<Permit> known = verified.find(token, Instant.now());
    if (known.isPresent()) {
      return known.get();
    }
    JWTClaimsSet set = process(token);
    Permit permit = claims.permit(set);
    verified.put(token, permit, set.getExpirationTime().toInstant(), Instant.now());
    return permit;
  }

  private JWTClaimsSet process(String token) {
    try {
      return processor.process(token, null);
    } catch (ParseException e) {
      throw refused("expected an API key or a JWT, found something else", e);
    } catch (RateLimitReachedException e) {
      if (keys.hasKeys()) {
        throw refused("it is signed with an unknown key", e);
      }
      throw unavailable(e);
    } catch (KeySourceException e) {
      throw unavailable(e);
    } catch (BadJOSEException | JOSEException e) {
      throw refused(e.getMessage(), e);
    }
  }

  private static ChurnException unavailable(Exception cause) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "The keys of the identity provider cannot be read", cause);
  }

  private static ChurnException refused(String reason, Exception cause) {
    return new ChurnException(
        ErrorCode.UNAUTHENTICATED,
        "The token was refused: " + Excerpt.of(reason, MAX_REASON),
        cause);
  }
}
