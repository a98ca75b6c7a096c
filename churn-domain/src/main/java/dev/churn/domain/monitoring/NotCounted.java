package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

/**
 * Predictions without a part in the measures.
 *
 * @param reason why not
 * @param predictions their number, at least 1
 */
public record NotCounted(Reason reason, long predictions) {
  public NotCounted {
    requireNonNull(reason, "reason");
  }

  /** Whether an outcome is still to come. */
  public enum Kind {
    /** The outcome is still to come. */
    PENDING,
    /** The outcome cannot be determined, unless a later file contains it. */
    UNKNOWN,
    /** The outcome says nothing about the model. */
    EXCLUDED
  }

  /** A reason why predictions have no part in the measures. */
  public enum Reason {
    HORIZON_OPEN(Kind.PENDING, "no dataset reaches to the end of their horizon yet"),
    LABELS_AWAITED(
        Kind.PENDING,
        "the model learned labels of a file, and no newer dataset has labels of these customers on"
            + " or after the day of the prediction yet"),
    CUSTOMER_MISSING(
        Kind.UNKNOWN,
        "the newer dataset has no event of the customer, or no label, up to the day of the"
            + " prediction"),
    FILE_TRUNCATED(
        Kind.UNKNOWN,
        "the newer dataset begins too late: it has customers who stayed, but not those who left;"
            + " upload one that reaches back over the active window before the day of the"
            + " prediction"),
    HORIZON_UNKNOWN(Kind.UNKNOWN, "it is not known which horizon the model was trained for"),
    IN_SAMPLE(
        Kind.EXCLUDED,
        "the model had learned what became of customers after the day of the prediction");

    private final Kind kind;
    private final String text;

    Reason(Kind kind, String text) {
      this.kind = kind;
      this.text = text;
    }

    public Kind kind() {
      return kind;
    }

    /** {@return the reason as the rest of a sentence about predictions} */
    public String text() {
      return text;
    }
  }
}
