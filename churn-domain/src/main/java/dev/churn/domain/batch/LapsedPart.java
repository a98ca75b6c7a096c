package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.ActiveWindow;

/**
 * The figures of the lapsed customers of a batch, which are part of the figures of everyone.
 *
 * @param window the active window of the organization when the batch started, by which they are
 *     lapsed
 * @param averageProbability the mean over the lapsed customers; 0 if there are none
 * @param risks the number of lapsed customers in each segment
 */
public record LapsedPart(ActiveWindow window, double averageProbability, RiskDistribution risks) {
  public LapsedPart {
    requireNonNull(window, "window");
    requireNonNull(risks, "risks");
    if (!(averageProbability >= 0 && averageProbability <= 1)) {
      throw new IllegalArgumentException(
          "expected an average from 0 to 1, found " + averageProbability);
    }
  }
}
