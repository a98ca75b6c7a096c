package dev.churn.http.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import dev.churn.http.settings.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Optional;

/**
 * Fetches the public keys of an issuer from its JWKS (RFC 7517). Where that is not set, it is
 * looked up in the issuer's discovery document (OpenID Connect Discovery 1.0) or else taken for
 * {@code /.well-known/jwks.json} below the issuer. Nothing is fetched before the first token, so
 * that a server starts while its issuer is down.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_BYTES = 256 << 10;

  private final TokenSettings settings;
  private final ResourceRetriever http =
      new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
  private volatile boolean hasKeys;

  IssuerKeys(TokenSettings settings) {
    this.settings = settings;
  }

  /** {@return whether the keys were fetched at least once} */
  boolean hasKeys() {
    return hasKeys;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long currentTime, SecurityContext context)
      throws KeySourceException {
    try {
      JWKSet keys = JWKSet.parse(read(settings.jwksUrl().orElseGet(this::discovered)));
      hasKeys = true;
      return keys;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      throw new JWKSetUnavailableException("no keys of " + settings.issuer(), e);
    }
  }

  private URI discovered() {
    String base = settings.issuer().replaceAll("/+$", "");
    return document(URI.create(base + "/.well-known/openid-configuration"))
        .orElseGet(() -> URI.create(base + "/.well-known/jwks.json"));
  }

  private Optional<URI> document(URI url) {
    try {
      return Optional.ofNullable(
              JSONObjectUtils.getString(JSONObjectUtils.parse(read(url)), "jwks_uri"))
          .filter(text -> text.startsWith("https://") || text.startsWith("http://"))
          .map(URI::create);
    } catch (IOException | ParseException | RuntimeException e) {
      return Optional.empty(); // not every issuer has one
    }
  }

  private String read(URI url) throws IOException {
    return http.retrieveResource(url.toURL()).getContent();
  }

  @Override
  public void close() {
    // nothing is open between requests
  }
}
