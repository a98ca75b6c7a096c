package dev.churn.supabase;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import okhttp3.Request;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A key of a Supabase project. Keys that begin with {@code sb_} are opaque: the project's API
 * gateway exchanges them for a JWT. The older keys are JWTs themselves, which the storage reads.
 */
final class ApiKey {
  /** The database role of keys that are meant to be published. */
  static final String ANON = "anon";

  private static final String SERVICE = "service_role";
  private static final String OPAQUE = "sb_";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String value;

  ApiKey(String value) {
    this.value = value;
  }

  /** {@return the database role that the key stands for, or empty if the key does not show it} */
  Optional<String> role() {
    if (value.startsWith(OPAQUE + "secret_")) {
      return Optional.of(SERVICE);
    }
    return value.startsWith(OPAQUE + "publishable_") ? Optional.of(ANON) : roleOfJwt();
  }

  private Optional<String> roleOfJwt() {
    String[] parts = value.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return Optional.of(JSON.readTree(claims).path("role").asString(""))
          .filter(role -> !role.isEmpty());
    } catch (IllegalArgumentException | JacksonException e) {
      return Optional.empty(); // not a JWT
    }
  }

  /** {@return whether row-level security does not apply to this key} */
  boolean bypassesPolicies() {
    return role().filter(SERVICE::equals).isPresent();
  }

  /** {@return whether this key is meant to be published, in web pages for example} */
  boolean isPublishable() {
    return role().filter(ANON::equals).isPresent();
  }

  /**
   * Adds the key to a request. An opaque key goes into {@code apikey} alone, since gateways refuse
   * it as a bearer token. A JWT goes into both headers: gateways read the one and the storage reads
   * the other.
   */
  Request.Builder authorize(Request.Builder request) {
    request.header("apikey", value);
    return value.startsWith(OPAQUE) ? request : request.header("Authorization", "Bearer " + value);
  }
}
