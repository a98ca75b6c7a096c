package dev.churn.domain.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key, which its owner sends with every request: {@code churn_}, the key id in
 * 32 hexadecimal digits, {@code _}, a secret of 256 random bits in 43 digits of base 62, and the
 * CRC-32 of all that in 6 digits of base 62. Scanners for leaked secrets find it by its prefix and
 * tell it from other text by the checksum, and a typing error is found without a look-up. {@link
 * #toString} does not show the secret.
 */
public final class ApiKeySecret {
  /** What every key begins with. */
  public static final String PREFIX = "churn_";

  private static final Pattern FORM =
      Pattern.compile("churn_([0-9a-f]{32})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})");
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int SECRET_BYTES = 32;
  private static final int SECRET_DIGITS = 43;
  private static final int CHECKSUM_DIGITS = 6;

  private final ApiKeyId id;
  private final String text;

  private ApiKeySecret(ApiKeyId id, String text) {
    this.id = id;
    this.text = text;
  }

  /** {@return a new key with a new id} */
  public static ApiKeySecret generate(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var id = new ApiKeyId(UUID.randomUUID());
    String body = prefix(id) + "_" + digits(new BigInteger(1, secret), SECRET_DIGITS);
    return new ApiKeySecret(id, body + checksum(body));
  }

  /**
   * {@return the key that a text is}
   *
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the text is no key or was
   *     changed, for example by a typing error
   */
  public static ApiKeySecret parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "Expected an API key such as churn_ with %d characters after it, found %d characters of another form"
              .formatted(32 + 1 + SECRET_DIGITS + CHECKSUM_DIGITS, text.length()));
    }
    String body = text.substring(0, text.length() - CHECKSUM_DIGITS);
    if (!checksum(body).equals(parts.group(3))) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "The API key was changed on its way: its last %d characters do not fit the others"
              .formatted(CHECKSUM_DIGITS));
    }
    return new ApiKeySecret(new ApiKeyId(uuid(parts.group(1))), text);
  }

  private static UUID uuid(String hex) {
    return new UUID(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }

  /** {@return what the keys with this id begin with, by which their owner recognizes them} */
  public static String prefix(ApiKeyId id) {
    return PREFIX + id.toString().replace("-", "");
  }

  private static String checksum(String body) {
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_DIGITS);
  }

  private static String digits(BigInteger number, int length) {
    char[] digits = new char[length];
    BigInteger rest = number;
    for (int i = length - 1; i >= 0; i--) {
      BigInteger[] quotient = rest.divideAndRemainder(BASE);
      digits[i] = DIGITS.charAt(quotient[1].intValue());
      rest = quotient[0];
    }
    return new String(digits);
  }

  public ApiKeyId id() {
    return id;
  }

  /** {@return the whole key, to be shown to its owner once and stored nowhere} */
  public String text() {
    return text;
  }

  /** {@return what is stored in place of the key} */
  public Sha256 hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return prefix(id) + "_***";
  }
}
