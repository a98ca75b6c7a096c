package dev.churn.domain.access;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
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

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int SECRET_BYTES = 32;
  private static final int SECRET_DIGITS = 43;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int ID_END = PREFIX.length() + 32;
  private static final int LENGTH = ID_END + 1 + SECRET_DIGITS + CHECKSUM_DIGITS;

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
    String body = prefix(id) + "_" + digits(new BigInteger(1, secret));
    return new ApiKeySecret(id, body + checksum(body));
  }

  /**
   * {@return the key that a text is}
   *
   * @throws ChurnException with {@link ErrorCode#UNAUTHENTICATED} if the text is no key or was
   *     changed, for example by a typing error
   */
  public static ApiKeySecret parse(String text) {
    if (!hasForm(text)) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "Expected an API key such as churn_ with %d characters after it, found %d characters of another form"
              .formatted(32 + 1 + SECRET_DIGITS + CHECKSUM_DIGITS, text.length()));
    }
    String body = text.substring(0, text.length() - CHECKSUM_DIGITS);
    if (!text.endsWith(checksum(body))) {
      throw new ChurnException(
          ErrorCode.UNAUTHENTICATED,
          "The API key was changed on its way: its last %d characters do not fit the others"
              .formatted(CHECKSUM_DIGITS));
    }
    return new ApiKeySecret(new ApiKeyId(uuid(text.substring(PREFIX.length(), ID_END))), text);
  }

  private static boolean hasForm(String text) {
    boolean hasForm = isLike(text);
    for (int i = PREFIX.length(); hasForm && i < LENGTH; i++) {
      hasForm = i == ID_END || (i < ID_END ? isHex(text.charAt(i)) : isDigit(text.charAt(i)));
    }
    return hasForm;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** {@return whether a character is a digit of base 62} */
  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** {@return whether a text looks like a key at first sight, as no other credential does} */
  public static boolean isLike(String text) {
    return text.length() == LENGTH && text.startsWith(PREFIX) && text.charAt(ID_END) == '_';
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
    char[] digits = new char[CHECKSUM_DIGITS];
    long rest = crc.getValue();
    for (int i = CHECKSUM_DIGITS - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
      rest /= DIGITS.length();
    }
    return new String(digits);
  }

  private static String digits(BigInteger number) {
    char[] digits = new char[SECRET_DIGITS];
    BigInteger rest = number;
    for (int i = SECRET_DIGITS - 1; i >= 0; i--) {
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
