package dev.churn.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 hash of a secret (FIPS 180-4). A fast hash is right for secrets of 256 random bits,
 * which no search finds; a slow one as for passwords would only make every request slow.
 */
public final class Sha256 {
  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return the hash of the text in UTF-8} */
  public static Sha256 of(String text) {
    try {
      return new Sha256(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /**
   * {@return the hash that 64 hexadecimal digits stand for}
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Sha256 parse(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != 32) {
      throw new IllegalArgumentException("expected 32 bytes, found " + bytes.length);
    }
    return new Sha256(bytes);
  }

  /** {@return the hash in 64 hexadecimal digits of lower case} */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** {@return whether the hashes are the same} Takes the same time for all that are not. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 hash && MessageDigest.isEqual(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
