package dev.churn.features.value;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.features.util.DoubleParser;
import java.nio.charset.StandardCharsets;

/** Reads the amounts of a file with one decimal separator. Used by one thread. */
public final class AmountReader {
  private final DecimalSeparator separator;
  private final byte decimal;
  private final AmountEvidence evidence = new AmountEvidence();

  public AmountReader(DecimalSeparator separator) {
    this.separator = separator;
    this.decimal = (byte) separator.sign().charAt(0);
  }

  /**
   * {@return the value of bytes in the usual form of a sign, a few digits and a decimal separator;
   * otherwise NaN: then use {@link #read(long, String)}}
   */
  public double read(byte[] text, int from, int to) {
    int at = from;
    boolean negative = text[at] == '-';
    if (negative || text[at] == '+') {
      at++;
    }
    if (to - at > 18) { // more could overflow
      return Double.NaN;
    }
    int first = at;
    long mantissa = 0;
    int digits = to - at;
    int decimals = 0;
    for (; at < to; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
      } else if (text[at] == decimal && decimals == 0 && at + 1 < to) {
        decimals = to - at - 1;
        digits--;
      } else {
        return Double.NaN;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (decimals > 0) {
      evidence.addPlain(decimals == 3 && digits > 3 && digits <= 6 && text[first] != '0');
    }
    double value = DoubleParser.value(mantissa, decimals);
    return negative ? -value : value;
  }

  /** {@return the value of a text that is not empty; NaN if it is no amount} */
  public double read(long line, String text) {
    double plain = read(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    if (!Double.isNaN(plain)) {
      return plain;
    }
    AmountText amount = AmountText.of(text);
    evidence.add(line, text, amount);
    return amount.value(separator);
  }

  public AmountEvidence evidence() {
    return evidence;
  }
}
