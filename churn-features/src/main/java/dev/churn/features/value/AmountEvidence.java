package dev.churn.features.value;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.features.util.Text;

/**
 * What the amounts of a file say about its decimal separator. Each thread has its own; they are
 * merged at the end.
 */
public final class AmountEvidence {
  /** Amounts written with the other separator may be errors, up to this share. */
  private static final double LARGEST_MINORITY = 0.05;

  private final Sample points = new Sample();
  private final Sample commas = new Sample();
  private final Sample ambiguous = new Sample();
  private final CurrencyCounts currencies = new CurrencyCounts();
  private long plainProofs;
  private long plainAmbiguous;

  /** Values of one kind: how many there are, and the first one. */
  private static final class Sample {
    private long count;
    private long line = Long.MAX_VALUE;
    private String text = "";

    void add(long moreLine, String moreText, long more) {
      count += more;
      if (more > 0 && moreLine < line) {
        line = moreLine;
        text = moreText;
      }
    }

    void add(Sample other) {
      add(other.line, other.text, other.count);
    }

    @Override
    public String toString() {
      return "%s on line %d".formatted(Text.quoted(text), line);
    }
  }

  /**
   * Adds a number of digits that was read with the separator of the file.
   *
   * @param isAmbiguous whether the separator could be one of thousands
   */
  void addPlain(boolean isAmbiguous) {
    if (isAmbiguous) {
      plainAmbiguous++;
    } else {
      plainProofs++;
    }
  }

  /** Adds an amount. */
  public void add(long line, String text, AmountText amount) {
    amount
        .proof()
        .ifPresentOrElse(
            proven -> (proven == DecimalSeparator.POINT ? points : commas).add(line, text, 1),
            () -> ambiguous.add(line, text, amount.isAmbiguous() ? 1 : 0));
    amount.currency().ifPresent(currencies::add);
  }

  public void add(AmountEvidence other) {
    points.add(other.points);
    commas.add(other.commas);
    ambiguous.add(other.ambiguous);
    currencies.add(other.currencies);
    plainProofs += other.plainProofs;
    plainAmbiguous += other.plainAmbiguous;
  }

  /**
   * {@return whether the values, all read with {@code separator}, leave no doubt that it is the
   * right one}
   */
  public boolean confirms(DecimalSeparator separator) {
    Sample right = separator == DecimalSeparator.POINT ? points : commas;
    Sample wrong = separator == DecimalSeparator.POINT ? commas : points;
    long proofs = right.count + plainProofs;
    return wrong.count <= LARGEST_MINORITY * proofs
        && (proofs > 0 || ambiguous.count + plainAmbiguous == 0);
  }

  /** {@return whether the values can be read with one separator only} */
  public boolean isCertain() {
    return confirms(DecimalSeparator.POINT) != confirms(DecimalSeparator.COMMA);
  }

  /** {@return whether any value says something about the separator} */
  public boolean isEmpty() {
    return points.count + commas.count + ambiguous.count + plainProofs + plainAmbiguous == 0;
  }

  /**
   * {@return the decimal separator of the file, of which all amounts were added with {@link
   * #add(long, String, AmountText)}}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the amounts can be read in two
   *     ways
   */
  public DecimalSeparator decide() {
    long proofs = points.count + commas.count;
    if (proofs == 0 && ambiguous.count > 0) {
      AmountText two = AmountText.of(ambiguous.text);
      throw ambiguous(
          "found %s, which is %s with a decimal point and %s with a decimal comma"
              .formatted(ambiguous, shown(two.point()), shown(two.comma())));
    }
    if (Math.min(points.count, commas.count) > LARGEST_MINORITY * proofs) {
      throw ambiguous(
          "found %s with a decimal point and %s with a decimal comma".formatted(points, commas));
    }
    return commas.count > points.count ? DecimalSeparator.COMMA : DecimalSeparator.POINT;
  }

  private static ChurnException ambiguous(String found) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "Expected amounts that can be read in one way only, %s; say which separator is meant with the option decimal_separator"
            .formatted(found));
  }

  private static String shown(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** {@return the currencies written beside the amounts} */
  public CurrencyCounts currencies() {
    return currencies;
  }
}
