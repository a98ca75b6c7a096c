package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the encoding of a text from its first bytes, or by its name. */
final class Encoding {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int SNIFFED = 1 << 13;

  /** Names that people use and Java does not know. */
  private static final Map<String, String> NAMES =
      Map.of(
          "ansi", "windows-1252",
          "win1252", "windows-1252",
          "win-1252", "windows-1252",
          "utf8-bom", "UTF-8",
          "utf-8-bom", "UTF-8",
          "utf-8-sig", "UTF-8",
          "utf_8_sig", "UTF-8",
          "unicode", "UTF-16",
          "macroman", "x-MacRoman");

  private Encoding() {}

  /**
   * {@return the character set of a text, in which a mark decides over what was named, if that is
   * UTF-16 without a byte order}
   *
   * @param head the first bytes, {@link Layer#HEAD} of them unless there are fewer
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if the name is unknown
   */
  static Charset of(byte[] head, Optional<String> name) {
    Optional<Charset> unicode = findWideUnicode(head);
    if (name.isPresent()) {
      Charset named = named(name.get());
      return named.name().equals("UTF-16") || named.name().equals("UTF-32")
          ? unicode.orElse(named)
          : named;
    }
    return unicode.orElseGet(() -> isUtf8(head) ? StandardCharsets.UTF_8 : WINDOWS);
  }

  /** {@return whether the bytes are UTF-16 or UTF-32, by their mark or by their zeros} */
  static boolean isWideUnicode(byte[] head) {
    return findWideUnicode(head).isPresent();
  }

  private static Charset named(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    try {
      return Charset.forName(NAMES.getOrDefault(key, name.strip()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "The encoding is not known",
          List.of(
              new FieldError(
                  "encoding",
                  "expected the name of a character set, such as UTF-8, UTF-16 or windows-1252, found "
                      + Refusals.quoted(name))));
    }
  }

  private static Optional<Charset> findWideUnicode(byte[] head) {
    int first = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | (head[1] & 0xFF);
    int second = head.length < 4 ? -1 : (head[2] & 0xFF) << 8 | (head[3] & 0xFF);
    if (first == 0xFFFE) {
      return Optional.of(second == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE);
    }
    if (first == 0 && second == 0xFEFF) {
      return Optional.of(Charset.forName("UTF-32BE"));
    }
    return first == 0xFEFF ? Optional.of(StandardCharsets.UTF_16BE) : byZeros(head);
  }

  /**
   * Finds an encoding without a mark. Digits, delimiters and line ends take one byte that is not
   * zero in any alphabet, so that zeros stand at the same places.
   */
  private static Optional<Charset> byZeros(byte[] head) {
    int length = Math.min(SNIFFED, head.length) & ~3;
    int[] zeros = new int[4];
    for (int i = 0; i < length; i++) {
      zeros[i & 3] += head[i] == 0 ? 1 : 0;
    }
    int many = Math.max(1, length / 4 / 4); // a quarter of the characters
    int few = length / 4 / 20;
    if (zeros[1] > many && zeros[2] > many && zeros[3] > many && zeros[0] <= few) {
      return Optional.of(Charset.forName("UTF-32LE"));
    }
    if (zeros[0] > many && zeros[1] > many && zeros[2] > many && zeros[3] <= few) {
      return Optional.of(Charset.forName("UTF-32BE"));
    }
    if (zeros[1] > many && zeros[3] > many && zeros[0] <= few && zeros[2] <= few) {
      return Optional.of(StandardCharsets.UTF_16LE);
    }
    if (zeros[0] > many && zeros[2] > many && zeros[1] <= few && zeros[3] <= few) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return Optional.empty();
  }

  /**
   * Returns whether the bytes are UTF-8: there are no more invalid sequences than valid ones of
   * several bytes. A broken byte in a UTF-8 file does not change its encoding.
   */
  private static boolean isUtf8(byte[] head) {
    int end = head.length < Layer.HEAD ? head.length : wholeCharacters(head);
    long valid = 0;
    long invalid = 0;
    int i = 0;
    while (i < end) {
      if (head[i] >= 0) {
        i++;
        continue;
      }
      int length = sequence(head, i, end);
      if (length > 0) {
        valid++;
        i += length;
      } else {
        invalid++;
        i++;
      }
    }
    return invalid <= valid;
  }

  /** {@return the length of the head without a sequence that may be cut at its end} */
  private static int wholeCharacters(byte[] head) {
    int end = head.length;
    while (end > head.length - 4 && (head[end - 1] & 0xC0) == 0x80) {
      end--;
    }
    return head[end - 1] < 0 ? end - 1 : head.length;
  }

  /** {@return the length of the valid sequence of several bytes at a position, or 0} */
  private static int sequence(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    int length =
        lead >= 0xC2 && lead < 0xE0
            ? 2
            : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
    if (at + length > end) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
