package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

/**
 * A way in which the data of a file is not as expected.
 *
 * @param sentence what was expected and what was found, as a clause without a full stop
 * @param expected what was expected, for display
 * @param found what was found, for display
 */
public record Finding(Kind kind, String sentence, String expected, String found) {
  /** What is not as expected. */
  public enum Kind {
    /** The last known day is before that of the file before. */
    EARLIER_LAST_DAY,
    /** There are far fewer customers than in the file before. */
    FEWER_CUSTOMERS,
    /** There are far fewer events than in the file before. */
    FEWER_EVENTS,
    /** An event type of the file before does not occur any more. */
    EVENT_TYPE_GONE,
    /** Amounts are many times larger or smaller than in the file before, or gone. */
    AMOUNTS,
    /** Days shortly before the end have no events, or hardly any. */
    DAYS_MISSING,
    /** The churn rate is out of line with the earlier ones. */
    CHURN_RATE,
    /** The evaluated model predicted a churn rate that is far from the real one. */
    PREDICTED_RATE,
    /** The mean probability on the last day is far from that on the evaluation day. */
    MEAN_PROBABILITY;

    /** {@return whether the finding comes from a training, and not from the file alone} */
    public boolean isOfTraining() {
      return this == PREDICTED_RATE || this == MEAN_PROBABILITY;
    }
  }

  public Finding {
    requireNonNull(kind, "kind");
    requireNonNull(sentence, "sentence");
    requireNonNull(expected, "expected");
    requireNonNull(found, "found");
  }
}
