package dev.churn.training;

import dev.churn.training.BuyTillYouDie.Dropout;

/**
 * Fits {@link BuyTillYouDie}, in one of two ways: to the histories, by maximum likelihood as it was
 * published, or to the labels, so that what it says of the horizon is as likely as possible. The
 * second needs labels, but forgives what is not as the model assumes. Both are held to where they
 * start by a penalty that a hundred rows outweigh, so that they exist for any rows.
 */
final class BuyTillYouDieFit {
  private static final int PARAMETERS = 4;
  private static final double MAX_LOG = 12;
  private static final double PRIOR_OF_HISTORIES = 1;
  private static final double PRIOR_OF_LABELS = 2;

  private final Histories histories;
  private final Dropout dropout;
  private final int horizonDays;
  private final double total;

  BuyTillYouDieFit(Histories histories, Dropout dropout, int horizonDays) {
    this.histories = histories;
    this.dropout = dropout;
    this.horizonDays = horizonDays;
    this.total = histories.total();
  }

  /** {@return the model under which the histories are likeliest} */
  BuyTillYouDie toHistories() {
    // time in tenths of the mean tenure, so that 1 is a reasonable guess for each parameter
    double unit = Math.max(1, histories.meanTenure()) / 10;
    double[] guess = {0, StrictMath.log(unit), 0, 0};
    double[] start = {0, StrictMath.log(unit), 0, 0.5};
    return model(minimised(this::historyLoss, start, guess, PRIOR_OF_HISTORIES));
  }

  /** {@return the model under which the labels are likeliest, or one close to {@code start}} */
  BuyTillYouDie toLabels(BuyTillYouDie start) {
    double[] logs = logs(start);
    return model(minimised(this::labelLoss, logs, logs, PRIOR_OF_LABELS));
  }

  /** One row's loss, with the gradient by the logarithms of the parameters added to a sum. */
  @FunctionalInterface
  private interface Loss {
    double add(double[] parameters, double[] gradient);
  }

  private double[] minimised(Loss loss, double[] start, double[] prior, double strength) {
    return Bfgs.minimise(
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

  private BuyTillYouDie model(double[] logs) {
    return new BuyTillYouDie(
        dropout,
        horizonDays,
        StrictMath.exp(logs[0]),
        StrictMath.exp(logs[1]),
        StrictMath.exp(logs[2]),
        StrictMath.exp(logs[3]));
  }

  private static double[] logs(BuyTillYouDie model) {
    return new double[] {
      StrictMath.log(model.r()),
      StrictMath.log(model.alpha()),
      StrictMath.log(model.a()),
      StrictMath.log(model.b())
    };
  }

  /** Minus the log-likelihood of all histories. */
  double historyLoss(double[] parameters, double[] gradient) {
    double r = parameters[0];
    double alpha = parameters[1];
    double a = parameters[2];
    double b = parameters[3];
    BuyTillYouDie model = new BuyTillYouDie(dropout, horizonDays, r, alpha, a, b);
    var products = new Products(histories.maxRepeats() + 2, r, a, b);
    double logAlpha = StrictMath.log(alpha);
    double loss = 0;
    for (int i = 0; i < histories.size(); i++) {
      double x = histories.repeats(i);
      double tenure = histories.tenure(i);
      double last = histories.last(i);
      double count = histories.count(i);
      int purchases = (int) x;
      int chances = (int) dropout.chances(x);
      double gone = model.logOddsGone(x, last, tenure);
      double share = Logits.probability(gone);
      double logTenure = StrictMath.log(alpha + tenure);
      loss -=
          count
              * (products.logRates[purchases]
                  + products.logStays[chances]
                  + r * logAlpha
                  - (r + x) * logTenure
                  + BuyTillYouDie.logSumExp(0, gone));
      double silence = chances > 0 ? StrictMath.log((alpha + tenure) / (alpha + last)) : 0;
      gradient[0] -= count * (products.rates[purchases] + logAlpha - logTenure + share * silence);
      gradient[1] -=
          count
              * (r / alpha
                  - (r + x) / (alpha + tenure)
                  + share * (r + x) * (1 / (alpha + tenure) - 1 / (alpha + last)));
      gradient[2] -= count * (products.leaves[chances] + share / a);
      gradient[3] -=
          count * (products.stays[chances] - (chances > 0 ? share / (b + chances - 1) : 0));
    }
    return loss;
  }

  /** The log-loss of all rows. */
  double labelLoss(double[] parameters, double[] gradient) {
    double r = parameters[0];
    double alpha = parameters[1];
    double a = parameters[2];
    double b = parameters[3];
    BuyTillYouDie model = new BuyTillYouDie(dropout, horizonDays, r, alpha, a, b);
    double loss = 0;
    for (int i = 0; i < histories.size(); i++) {
      double x = histories.repeats(i);
      double tenure = histories.tenure(i);
      double last = histories.last(i);
      double churned = histories.churned(i);
      double stayed = histories.count(i) - churned;
      double logOdds = model.logOdds(x, last, tenure);
      loss += churned * Logits.loss(logOdds) + stayed * Logits.loss(-logOdds);
      double error = histories.count(i) * Logits.probability(logOdds) - churned;
      double chances = dropout.chances(x);
      double gone = model.logOddsGone(x, last, tenure);
      double passing = StrictMath.log1p(horizonDays / (alpha + tenure));
      double logSilent = -(r + x) * passing;
      double byGone = Logits.probability(gone - logSilent);
      double bySilent = -byGone - 1 / StrictMath.expm1(logSilent);
      double silence = StrictMath.log((alpha + tenure) / (alpha + last));
      gradient[0] += error * (byGone * silence - bySilent * passing);
      gradient[1] +=
          error
              * (r + x)
              * (byGone * (1 / (alpha + tenure) - 1 / (alpha + last))
                  + bySilent * (1 / (alpha + tenure) - 1 / (alpha + tenure + horizonDays)));
      gradient[2] += error * byGone / a;
      gradient[3] -= chances > 0 ? error * byGone / (b + chances - 1) : 0;
    }
    return loss;
  }

  /** Products over the purchases so far, which stand for ratios of gamma functions. */
  private static final class Products {
    /** ln Γ(r + k) − ln Γ(r). */
    final double[] logRates;

    /** The derivative of that by r. */
    final double[] rates;

    /** ln B(a, b + k) − ln B(a, b): the chance to stay k times. */
    final double[] logStays;

    /** The derivatives of that by a and b. */
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
