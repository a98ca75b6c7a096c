package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * The baseline that a model has to beat. It is the one that ranked best on the rows that the model
 * learned from; the customers evaluated on had no say.
 *
 * @param name the name of the {@link Baseline}
 * @param gain the gain of the model over it
 */
public record BestBaseline(String name, Gain gain) {
  public BestBaseline {
    requireNonNull(name, "name");
    requireNonNull(gain, "gain");
  }

  /** {@return the baseline as part of a sentence, such as "counting active days"} */
  String inWords() {
    return Baseline.inWords(name);
  }
}
