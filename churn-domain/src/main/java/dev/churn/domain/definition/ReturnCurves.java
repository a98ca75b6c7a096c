package dev.churn.domain.definition;

import java.util.Arrays;

/**
 * The chance that a silent customer comes back: for each group of habits the Kaplan–Meier estimator
 * of the lengths of silences (Kaplan and Meier, Journal of the American Statistical Association
 * 53(282), 1958). Silences that go on at the as-of date are censored at their length so far: they
 * count among those at risk up to then, and not as ended.
 *
 * <p>Beyond the last length that {@value #SEEN} silences reached, the daily chance of a return
 * falls in proportion to 1/length, as it does for customers whose rates of return differ by a gamma
 * distribution (Lomax, Journal of the American Statistical Association 49(268), 1954).
 */
final class ReturnCurves {
  /** How many silences at risk make an estimate. */
  static final int ENOUGH = 30;

  /** How many silences at risk make a daily chance; what lies beyond is extrapolated. */
  private static final int SEEN = 10;

  /** A group with fewer silences is joined with the group below. */
  private static final int FEW_SILENCES = 400;

  private static final double ALMOST_ONE = 1 - 1e-9;

  private final int[] curveOf = new int[HabitGroups.COUNT];
  private final long[][] atRisk = new long[HabitGroups.COUNT][];
  private final double[][] logSurvival = new double[HabitGroups.COUNT][];

  /**
   * @param longest the greatest length that will be asked for, in days
   */
  ReturnCurves(SilenceTally tally, int longest) {
    long[][] ended = new long[HabitGroups.COUNT][];
    long[][] ongoing = new long[HabitGroups.COUNT][];
    for (int group = HabitGroups.COUNT - 1; group >= 0; group--) {
      ended[group] = sum(ended[group], tally.ended(group));
      ongoing[group] = sum(ongoing[group], tally.ongoing(group));
      if (group > 0 && total(ended[group]) + total(ongoing[group]) < FEW_SILENCES) {
        ended[group - 1] = ended[group];
        ongoing[group - 1] = ongoing[group];
        curveOf[group] = group - 1;
      } else {
        curveOf[group] = group;
        atRisk[group] = atRisk(ended[group], ongoing[group]);
        logSurvival[group] = logSurvival(ended[group], atRisk[group], longest);
      }
    }
    for (int group = 1; group < HabitGroups.COUNT; group++) {
      curveOf[group] = curveOf[curveOf[group]];
    }
  }

  private static long[] sum(long[] joined, long[] own) {
    for (int i = 0; joined != null && i < own.length; i++) {
      own[i] += joined[i];
    }
    return own;
  }

  private static long total(long[] counts) {
    return Arrays.stream(counts).sum();
  }

  private static long[] atRisk(long[] ended, long[] ongoing) {
    long[] risk = new long[ended.length];
    long longer = 0;
    for (int length = risk.length - 1; length >= 0; length--) {
      longer += ended[length] + ongoing[length];
      risk[length] = longer;
    }
    return risk;
  }

  private static double[] logSurvival(long[] ended, long[] atRisk, int longest) {
    int last = 0;
    while (last + 1 < atRisk.length && atRisk[last + 1] >= SEEN) {
      last++;
    }
    int from = Math.max(1, (2 * last + 2) / 3);
    double returns = 0;
    double days = 0;
    for (int length = from; length <= last; length++) {
      returns += ended[length];
      days += atRisk[length];
    }
    double tail = days == 0 ? 0 : returns / days * (from + last) / 2;
    double[] log = new double[longest + 1];
    for (int length = 1; length <= longest; length++) {
      double chance = length <= last ? (double) ended[length] / atRisk[length] : tail / length;
      log[length] = log[length - 1] + StrictMath.log1p(-Math.min(chance, ALMOST_ONE));
    }
    return log;
  }

  /**
   * {@return the chance that a customer of a group comes back within some days}
   *
   * @param silent days of silence so far
   */
  double comesBack(int group, int silent, int within) {
    double[] log = logSurvival[curveOf[group]];
    int from = Math.min(silent, log.length - 1);
    int to = Math.min(silent + within, log.length - 1);
    return -StrictMath.expm1(log[to] - log[from]);
  }

  /** {@return how many silences have reached a length, of all groups} */
  long reached(int length) {
    long sum = 0;
    for (int group = 0; group < HabitGroups.COUNT; group++) {
      sum += curveOf[group] == group ? reached(group, length) : 0;
    }
    return sum;
  }

  private long reached(int curve, int length) {
    return length < atRisk[curve].length ? atRisk[curve][length] : 0;
  }

  /** {@return the share of the silences that reached a length that end within some days more} */
  double comesBackOnReaching(int length, int within) {
    double returns = 0;
    for (int group = 0; group < HabitGroups.COUNT; group++) {
      if (curveOf[group] == group) {
        returns += reached(group, length) * comesBack(group, length, within);
      }
    }
    return returns / reached(length);
  }
}
