package dev.churn.domain.erasure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes the ids of an organization's customers with a key of the organization (HMAC-SHA-256, RFC
 * 2104). Whoever has the id and the key can tell whether a hash is of this id; without the key,
 * nobody can try out ids.
 */
public final class CustomerKey {
  /** The length of keys in bytes. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Creates the hashing with a key.
   *
   * @param key {@value #BYTES} random bytes
   */
  public CustomerKey(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "expected a key of %d bytes, found %d".formatted(BYTES, key.length));
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** {@return the hash of a customer id, 64 lower-case hexadecimal digits} */
  public String hash(String customerId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(customerId.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
