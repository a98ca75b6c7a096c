package dev.churn.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.Scope;
import dev.churn.http.settings.Settings;
import dev.churn.http.settings.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that are accepted, and those of attackers, against an identity provider of our own. */
final class TokenVerifierTest {
  private static final String SECRET = "the-shared-secret-of-an-older-project-0123456789";
  private static final String ORGANIZATION = UUID.randomUUID().toString();

  private static ECKey elliptic;
  private static RSAKey rsa; // made once: that takes seconds

  private IssuerServer issuer;
  private TokenVerifier verifier;

  @BeforeAll
  static void keys() throws JOSEException {
    elliptic = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
  }

  @BeforeEach
  void an_issuer() throws IOException {
    issuer = new IssuerServer();
    issuer.publish(elliptic.toPublicJWK(), rsa.toPublicJWK());
    verifier = verifier(Map.of());
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private TokenVerifier verifier(Map<String, String> more) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("TOKEN_ISSUER", issuer.url());
    variables.put("TOKEN_AUDIENCE", "authenticated");
    variables.putAll(more);
    TokenSettings settings = Settings.from(variables).access().tokens().orElseThrow();
    return new TokenVerifier(settings);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.url())
        .audience("authenticated")
        .subject("ann")
        .claim("role", "authenticated")
        .claim("app_metadata", Map.of("organization_id", ORGANIZATION, "role", "member"))
        .expirationTime(in(Duration.ofMinutes(10)));
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private String signed(JWTClaimsSet.Builder claims) throws JOSEException {
    return signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1"), claims, new ECDSASigner(elliptic));
  }

  private static String signed(
      JWSHeader.Builder header, JWTClaimsSet.Builder claims, JWSSigner signer)
      throws JOSEException {
    var token = new SignedJWT(header.build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  private void refuse(String token, String why) {
    ChurnException refusal =
        catchThrowableOfType(ChurnException.class, () -> verifier.verify(token));

    assertThat(refusal.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(refusal).hasMessageContaining(why);
    assertThat(refusal.getMessage()).doesNotContain(token).hasSizeLessThan(300);
  }

  @Test
  void a_token_tells_owner_organization_and_role() throws JOSEException {
    Permit permit = verifier.verify(signed(claims()));

    assertThat(permit.principal()).isEqualTo(new Principal(Principal.Kind.TOKEN, "ann"));
    assertThat(permit.organization().orElseThrow()).hasToString(ORGANIZATION);
    assertThat(permit.scopes()).containsExactlyInAnyOrder(Scope.PREDICT, Scope.READ, Scope.WRITE);
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1");
    assertThat(verifier.verify(signed(header, claims(), new RSASSASigner(rsa)))).isEqualTo(permit);
    assertThat(issuer.fetches()).isEqualTo(1);
  }

  @Test
  void roles_are_scopes_or_names_of_several() throws JOSEException {
    Map<String, List<Scope>> expected =
        Map.of(
            "viewer", List.of(Scope.READ),
            "owner", List.of(Scope.ADMIN),
            "predict, read", List.of(Scope.PREDICT, Scope.READ),
            "superuser", List.of());
    for (Map.Entry<String, List<Scope>> role : expected.entrySet()) {
      var claims =
          claims()
              .claim(
                  "app_metadata", Map.of("organization_id", ORGANIZATION, "role", role.getKey()));
      assertThat(verifier.verify(signed(claims)).scopes())
          .containsExactlyInAnyOrderElementsOf(role.getValue());
    }
  }

  @Test
  void a_token_without_an_organization_enters_none() throws JOSEException {
    var claims =
        claims()
            .claim("app_metadata", Map.of())
            .claim("user_metadata", Map.of("organization_id", ORGANIZATION));
    String token = signed(claims);

    assertThat(catchThrowableOfType(ChurnException.class, () -> verifier.verify(token)).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void what_is_not_signed_by_the_issuer_is_refused() throws JOSEException {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1");
    refuse(new PlainJWT(claims().build()).serialize(), "Unsecured");
    refuse(signed(header, claims(), new ECDSASigner(other)), "Invalid signature");
    String good = signed(claims());
    refuse(good.substring(0, good.lastIndexOf('.') + 1), "");
    refuse(good.substring(0, good.length() - 8), "");
    refuse("a.b.c", "");
    refuse("operator", "JWT");
    refuse("x".repeat(100_000), "characters at most");
    // the public key of the issuer as a shared secret
    byte[] key = rsa.toRSAPublicKey().getEncoded();
    var confused = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1");
    refuse(signed(confused, claims(), new MACSigner(key)), "no matching key");
    verifier = verifier(Map.of("TOKEN_HS256_SECRET", SECRET));
    refuse(signed(confused, claims(), new MACSigner(key)), "Invalid signature");
  }

  @Test
  void keys_that_a_token_brings_or_points_to_are_not_used() throws JOSEException, IOException {
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID("ec-9").generate();
    try (var attacker = new IssuerServer()) {
      attacker.publish(other.toPublicJWK());
      URI keys = URI.create(attacker.url() + "/keys");
      for (JWSHeader.Builder header :
          List.of(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-9").jwkURL(keys),
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-9").x509CertURL(keys),
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-9").jwk(other.toPublicJWK()))) {
        refuse(signed(header, claims(), new ECDSASigner(other)), "");
      }
      assertThat(attacker.fetches()).isZero();
    }
  }

  @Test
  void issuer_audience_owner_and_times_have_to_fit() throws JOSEException {
    refuse(signed(claims().issuer("https://elsewhere.example")), "iss");
    refuse(signed(claims().issuer(null)), "iss");
    refuse(signed(claims().audience("another")), "aud");
    refuse(signed(claims().audience((String) null)), "aud");
    refuse(signed(claims().expirationTime(in(Duration.ofMinutes(-1)))), "Expired");
    refuse(signed(claims().expirationTime(null)), "exp");
    refuse(signed(claims().notBeforeTime(in(Duration.ofMinutes(2)))), "before use");
    refuse(signed(claims().subject(null)), "sub");
    refuse(signed(claims().subject("a\nb")), "sub");
  }

  @Test
  void a_verified_token_expires_all_the_same() throws JOSEException {
    // accepted once within the tolerance for clocks, and never from memory
    String token = signed(claims().expirationTime(in(Duration.ofSeconds(-5))));

    assertThat(verifier.verify(token).principal().name()).isEqualTo("ann");
    assertThat(new VerifiedTokens().find(token, Instant.now())).isEmpty();
  }

  @Test
  void a_shared_secret_serves_older_projects() throws JOSEException {
    String token =
        signed(new JWSHeader.Builder(JWSAlgorithm.HS256), claims(), new MACSigner(SECRET));
    refuse(token, "no matching key");

    verifier = verifier(Map.of("TOKEN_HS256_SECRET", SECRET));

    assertThat(verifier.verify(token).principal().name()).isEqualTo("ann");
    assertThat(verifier.verify(signed(claims())).principal().name()).isEqualTo("ann");
  }

  @Test
  void a_new_key_of_the_issuer_is_fetched_and_unknown_ones_do_not_flood_it() throws JOSEException {
    verifier.verify(signed(claims()));
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("ec-2").generate();
    issuer.publish(elliptic.toPublicJWK(), next.toPublicJWK());
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-2");

    assertThat(verifier.verify(signed(header, claims(), new ECDSASigner(next))).principal().name())
        .isEqualTo("ann");
    for (int i = 0; i < 20; i++) {
      var unknown = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-x" + i);
      refuse(signed(unknown, claims(), new ECDSASigner(next)), "");
    }
    assertThat(issuer.fetches()).isLessThanOrEqualTo(3);
  }

  @Test
  void known_keys_serve_while_the_issuer_is_down() throws JOSEException {
    verifier.verify(signed(claims()));
    issuer.fail(true);

    assertThat(verifier.verify(signed(claims().subject("bob"))).principal().name())
        .isEqualTo("bob");
    verifier = verifier(Map.of());
    String token = signed(claims());
    for (int i = 0; i < 4; i++) { // not refused: the server cannot know
      assertThat(catchThrowableOfType(ChurnException.class, () -> verifier.verify(token)).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
    }
    issuer.fail(false);
  }
}
