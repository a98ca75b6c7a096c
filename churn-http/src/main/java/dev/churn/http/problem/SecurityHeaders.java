package dev.churn.http.problem;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * Headers that tell browsers to take an answer for nothing but what it is. Every answer has them; a
 * route may put others in their place.
 */
public final class SecurityHeaders {
  private static final List<HttpField> FIELDS =
      List.of(
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
          new PreEncodedHttpField("Cache-Control", "no-store"));

  private SecurityHeaders() {}

  /** Puts the headers into an answer that is not yet sent. */
  public static void put(HttpFields.Mutable headers) {
    FIELDS.forEach(headers::put);
  }
}
