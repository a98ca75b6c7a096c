package dev.churn.training.value;

import dev.churn.domain.value.GammaGamma;
import dev.churn.training.math.Bfgs;
import dev.churn.training.math.Gamma;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fits {@link GammaGamma} to the numbers of baskets and mean baskets of customers by maximum
 * likelihood: formula 1a of Fader and Hardie, The gamma-gamma model of monetary value, 2013
 * (brucehardie.com/notes/025).
 */
final class GammaGammaFitter {
  /** Fewer customers say too little about three parameters. */
  static final int FEWEST = 20;

  /**
   * The lower bound of q. The mean over all customers, p·v/(q − 1), has a pole at q = 1, to which
   * the likelihood draws q if few customers have most of the money; here it is 2.4 times the
   * median.
   */
  static final double LEAST_Q = 1.5;

  private static final double BOUND = 12; // of the logarithms of the parameters

  /** Means that differ by less are equal but for rounding: the same price, added up and divided. */
  private static final double SAME = 1e-9;

  /** The shape of baskets that do not vary: a customer's own mean counts a thousand times. */
  private static final double CERTAIN = 1000;

  private GammaGammaFitter() {}

  /**
   * A customer's baskets.
   *
   * @param count at least 1
   * @param mean greater than 0
   */
  record Baskets(double count, double mean) {}

  /**
   * {@return the model, or empty if there are too few customers} Where all customers have the same
   * mean, as with one price for everybody, the likelihood has no maximum: it is that mean which is
   * expected then, and of a customer with another one, nearly that one.
   */
  static Optional<GammaGamma> fit(List<Baskets> customers) {
    Baskets[] sorted =
        customers.stream()
            .filter(baskets -> baskets.count() >= 1 && baskets.mean() > 0)
            .sorted(Comparator.comparingDouble(Baskets::mean).thenComparing(Baskets::count))
            .toArray(Baskets[]::new); // so that sums do not depend on the order of the rows
    if (sorted.length < FEWEST) {
      return Optional.empty();
    }
    double scale = sorted[sorted.length / 2].mean(); // parameters then have a common magnitude
    if (sorted[sorted.length - 1].mean() - sorted[0].mean() <= SAME * scale) {
      return Optional.of(new GammaGamma(CERTAIN, 2, scale / CERTAIN));
    }
    double[] found =
        Bfgs.minimize(
            (point, gradient) -> loss(sorted, scale, point, gradient), new double[3], BOUND);
    return Optional.of(
        new GammaGamma(
            StrictMath.exp(found[0]),
            LEAST_Q + StrictMath.exp(found[1]),
            scale * StrictMath.exp(found[2])));
  }

  /** {@return the mean negative log-likelihood at ln p, ln(q − 1.5), ln(v / scale)} */
  private static double loss(Baskets[] customers, double scale, double[] point, double[] gradient) {
    double p = StrictMath.exp(point[0]);
    double q = LEAST_Q + StrictMath.exp(point[1]);
    double v = StrictMath.exp(point[2]);
    Arrays.fill(gradient, 0);
    double loss = 0;
    double lastCount = 0;
    double logGammas = 0;
    double slopeOfSum = 0;
    double slopeOfShape = 0;
    double logV = point[2];
    double constant = q * logV - Gamma.log(q);
    double slopeOfQ = logV - Gamma.digamma(q);
    for (Baskets customer : customers) {
      double n = customer.count();
      double shape = p * n;
      if (n != lastCount) {
        logGammas = Gamma.log(shape + q) - Gamma.log(shape);
        slopeOfSum = Gamma.digamma(shape + q);
        slopeOfShape = Gamma.digamma(shape);
        lastCount = n;
      }
      double sum = n * customer.mean() / scale;
      double logSum = StrictMath.log(sum);
      double logAll = StrictMath.log(sum + v);
      loss -= constant + logGammas + shape * logSum - (shape + q) * logAll;
      gradient[0] -= n * p * (slopeOfSum - slopeOfShape + logSum - logAll);
      gradient[1] -= (q - LEAST_Q) * (slopeOfQ + slopeOfSum - logAll);
      gradient[2] -= q - (shape + q) * v / (sum + v);
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= customers.length;
    }
    return loss / customers.length;
  }
}
