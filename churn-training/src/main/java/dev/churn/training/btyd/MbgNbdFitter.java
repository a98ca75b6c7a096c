package dev.churn.training.btyd;

import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.math.Bfgs;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.parallel.Workers;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Fits {@link MbgNbd} in one of two ways: to purchase histories by maximum likelihood, as
 * published, or to labels by the likelihood of the predicted outcomes. Fitting to labels needs
 * labels but tolerates violations of the model's assumptions. In both ways a penalty pulls the
 * parameters towards the starting point, so that the fit exists for any rows; about a hundred rows
 * outweigh it.
 */
public final class MbgNbdFitter {
  private static final int PARAMETERS = 4;
  private static final double MAX_LOG = 12;
  private static final double PRIOR_OF_HISTORIES = 1;
  private static final double PRIOR_OF_LABELS = 2;

  private final PurchaseHistories histories;
  private final Dropout dropout;
  private final int horizonDays;
  private final Workers workers;
  private final double total;

  public MbgNbdFitter(
      PurchaseHistories histories, Dropout dropout, int horizonDays, Workers workers) {
    this.histories = histories;
    this.dropout = dropout;
    this.horizonDays = horizonDays;
    this.workers = workers;
    this.total = histories.total();
  }

  /** {@return the maximum likelihood model of the histories} */
  public MbgNbd toHistories() {
    // measure time in tenths of the mean tenure, so that 1 is a reasonable start for each parameter
    double unit = Math.max(1, histories.meanTenure()) / 10;
    double[] guess = {0, StrictMath.log(unit), 0, 0};
    double[] start = {0, StrictMath.log(unit), 0, 0.5};
    return model(minimized(this::historyLoss, start, guess, PRIOR_OF_HISTORIES));
  }

  /** {@return the maximum likelihood model of the labels, near {@code start} if rows are few} */
  public MbgNbd toLabels(MbgNbd start) {
    return model(minimized(this::labelLoss, logs(start), logs(start), PRIOR_OF_LABELS));
  }

  /** The loss of one row; adds its gradient by the logarithms of the parameters to a sum. */
  @FunctionalInterface
  private interface Loss {
    double add(double[] parameters, double[] gradient);
  }

  private double[] minimized(Loss loss, double[] start, double[] prior, double strength) {
    return Bfgs.minimize(
        (point, gradient) -> {
          Interrupts.check(); // hundreds of passes over all histories
          double[] parameters = new double[PARAMETERS];
          for (int i = 0; i < PARAMETERS; i++) {
            parameters[i] = StrictMath.exp(point[i]);
            gradient[i] = 0;
          }
          double sum = loss.add(parameters, gradient);
          for (int i = 0; i < PARAMETERS; i++) {
            double off = point[i] - prior[i];
            sum += strength * off * off;
            gradient[i] = (gradient[i] * parameters[i] + 2 * strength * off) / total;
          }
          return sum / total;
        },
        start,
        MAX_LOG);
  }

  private MbgNbd model(double[] logs) {
    return new MbgNbd(
        dropout,
        horizonDays,
        StrictMath.exp(logs[0]),
        StrictMath.exp(logs[1]),
        StrictMath.exp(logs[2]),
        StrictMath.exp(logs[3]));
  }

  private static double[] logs(MbgNbd model) {
    return new double[] {
      StrictMath.log(model.r()),
      StrictMath.log(model.alpha()),
      StrictMath.log(model.a()),
      StrictMath.log(model.b())
    };
  }

  /** Adds the contribution of a range of histories to {@code sums}: the gradient, then the loss. */
  @FunctionalInterface
  private interface Part {
    void add(int from, int to, double[] sums);
  }

  /**
   * {@return the loss of all histories} It sums by chunk, so that the number of threads does not
   * change the result.
   */
  private double summed(Part part, double[] gradient) {
    double[][] sums = new double[Chunks.count(histories.size())][PARAMETERS + 1];
    Chunks.forEach(workers, histories.size(), (chunk, from, to) -> part.add(from, to, sums[chunk]));
    double loss = 0;
    for (double[] chunk : sums) {
      for (int i = 0; i < PARAMETERS; i++) {
        gradient[i] += chunk[i];
      }
      loss += chunk[PARAMETERS];
    }
    return loss;
  }

  private static double[] of(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  /** The negative log-likelihood of all histories. */
  double historyLoss(double[] parameters, double[] gradient) {
    double r = parameters[0];
    double alpha = parameters[1];
    double a = parameters[2];
    double b = parameters[3];
    var products = new Products(histories.maxRepeats() + 2, r, a, b);
    double logAlpha = StrictMath.log(alpha);
    // few distinct days occur, so functions of a single day are computed once for each
    double[] logTenure = of(histories.tenure().values(), t -> StrictMath.log(alpha + t));
    double[] logLast = of(histories.last().values(), t -> StrictMath.log(alpha + t));
    double[] logLeaving = logLeaving(a, b);
    return summed(
        (from, to, sums) -> {
          for (int i = from; i < to; i++) {
            double x = histories.repeats().of(i);
            double tenure = alpha + histories.tenure().of(i);
            double last = alpha + histories.last().of(i);
            double count = histories.count(i);
            int purchases = (int) x;
            int chances = (int) dropout.chances(x);
            double logNow = logTenure[histories.tenure().place(i)];
            double silence = chances > 0 ? logNow - logLast[histories.last().place(i)] : 0;
            double gone = logLeaving[histories.repeats().place(i)] + (r + x) * silence;
            double small = StrictMath.exp(-Math.abs(gone));
            double share = (gone >= 0 ? 1 : small) / (1 + small);
            sums[PARAMETERS] -=
                count
                    * (products.logRates[purchases]
                        + products.logStays[chances]
                        + r * logAlpha
                        - (r + x) * logNow
                        + Math.max(0, gone)
                        + StrictMath.log1p(small));
            sums[0] -= count * (products.rates[purchases] + logAlpha - logNow + share * silence);
            sums[1] -=
                count * (r / alpha - (r + x) / tenure + share * (r + x) * (1 / tenure - 1 / last));
            sums[2] -= count * (products.leaves[chances] + share / a);
            sums[3] -=
                count * (products.stays[chances] - (chances > 0 ? share / (b + chances - 1) : 0));
          }
        },
        gradient);
  }

  /**
   * {@return by index of the repeats, ln a − ln(b + n − 1); minus infinity if dropping out was not
   * possible}
   */
  private double[] logLeaving(double a, double b) {
    return of(
        histories.repeats().values(),
        x -> {
          double chances = dropout.chances(x);
          return chances > 0 ? StrictMath.log(a / (b + chances - 1)) : Double.NEGATIVE_INFINITY;
        });
  }

  /** The log-loss of all rows. */
  double labelLoss(double[] parameters, double[] gradient) {
    double r = parameters[0];
    double alpha = parameters[1];
    double a = parameters[2];
    double b = parameters[3];
    double[] logTenure = of(histories.tenure().values(), t -> StrictMath.log(alpha + t));
    double[] passing =
        of(histories.tenure().values(), t -> StrictMath.log1p(horizonDays / (alpha + t)));
    double[] logLast = of(histories.last().values(), t -> StrictMath.log(alpha + t));
    double[] logLeaving = logLeaving(a, b);
    return summed(
        (from, to, sums) -> {
          double logSilent = Double.NaN;
          double active = Double.NaN;
          double logActive = Double.NaN;
          for (int i = from; i < to; i++) {
            int now = histories.tenure().place(i);
            double x = histories.repeats().of(i);
            double tenure = alpha + histories.tenure().of(i);
            double last = alpha + histories.last().of(i);
            double churned = histories.churned(i);
            double stayed = histories.count(i) - churned;
            double toBeSilent = MbgNbd.logSilent(r + x, passing[now]);
            if (toBeSilent != logSilent) { // neighbors usually share it
              logSilent = toBeSilent;
              active = -StrictMath.expm1(logSilent);
              logActive = StrictMath.log(active);
            }
            double silence = logTenure[now] - logLast[histories.last().place(i)];
            double gone = logLeaving[histories.repeats().place(i)] + (r + x) * silence;
            double ratio = StrictMath.exp(-Math.abs(gone - logSilent));
            double byGone = (gone >= logSilent ? 1 : ratio) / (1 + ratio);
            double bySilent = 1 / active - byGone;
            double logOdds =
                MbgNbd.believed(Math.max(gone, logSilent) + StrictMath.log1p(ratio) - logActive);
            double small = StrictMath.exp(-Math.abs(logOdds));
            double probability = (logOdds >= 0 ? 1 : small) / (1 + small);
            sums[PARAMETERS] +=
                (churned + stayed) * StrictMath.log1p(small)
                    + (logOdds >= 0 ? stayed : churned) * Math.abs(logOdds);
            double error = (churned + stayed) * probability - churned;
            double chances = dropout.chances(x);
            sums[0] += error * (byGone * silence - bySilent * passing[now]);
            sums[1] +=
                error
                    * (r + x)
                    * (byGone * (1 / tenure - 1 / last)
                        + bySilent * (1 / tenure - 1 / (tenure + horizonDays)));
            sums[2] += error * byGone / a;
            sums[3] -= chances > 0 ? error * byGone / (b + chances - 1) : 0;
          }
        },
        gradient);
  }

  /** Products over the purchases so far, which replace ratios of gamma functions. */
  private static final class Products {
    /** ln Γ(r + k) − ln Γ(r). */
    final double[] logRates;

    /** The derivative of {@link #logRates} by r. */
    final double[] rates;

    /** ln B(a, b + k) − ln B(a, b): the log-probability of staying k times. */
    final double[] logStays;

    /** The derivatives of {@link #logStays} by a and b. */
    final double[] leaves;

    final double[] stays;

    Products(int size, double r, double a, double b) {
      logRates = new double[size];
      rates = new double[size];
      logStays = new double[size];
      leaves = new double[size];
      stays = new double[size];
      for (int k = 1; k < size; k++) {
        int before = k - 1;
        logRates[k] = logRates[before] + StrictMath.log(r + before);
        rates[k] = rates[before] + 1 / (r + before);
        logStays[k] = logStays[before] + StrictMath.log((b + before) / (a + b + before));
        leaves[k] = leaves[before] - 1 / (a + b + before);
        stays[k] = stays[before] + 1 / (b + before) - 1 / (a + b + before);
      }
    }
  }
}
