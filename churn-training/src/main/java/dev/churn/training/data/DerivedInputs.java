package dev.churn.training.data;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.RfmScales;
import dev.churn.domain.feature.TypeFeature;
import java.util.Arrays;
import java.util.Optional;

/**
 * The inputs of the classifiers: functions of the features only. The counts behind the scores are
 * recovered first; logarithms of them make the effects nearly linear, and ratios keep their meaning
 * when customers grow older than any in the training data. Logistic regression uses one part of the
 * inputs, trees the other.
 *
 * <p>Several features count the last 90 days and drop to 0 on the day that the last activity leaves
 * them, often from a value that is well above 0. An input that drops with them would move the
 * probability on that very day, although nothing happened. Therefore these inputs fade: they are
 * multiplied by 1 − silence / 90 and reach 0 without a step. For trees they continue below 0 as the
 * silence grows, since a tree would otherwise separate 0 from more than 0, which is the same day
 * for everyone. The share of the 90 days that were silent, which stays at 1 for longer silences,
 * enters the regression by itself and by products, so that it can treat active and lapsed customers
 * differently. A part that grew on would extrapolate badly to silences longer than any in the
 * training data.
 *
 * <p>The numbers of active days, of days since the last activity and of days known are the
 * sufficient statistics of buy-till-you-die models (Fader, Hardie and Lee, "Counting your
 * customers" the easy way, Marketing Science 24(2), 2005); products of their logarithms let a
 * linear model follow such a model.
 */
public enum DerivedInputs {
  // for logistic regression
  LOG_SILENT(Use.LINEAR),
  LOG_SILENT_SQUARED(Use.LINEAR),
  LOG_ACTIVE_DAYS(Use.LINEAR),
  LOG_ACTIVE_DAYS_SQUARED(Use.LINEAR),
  LOG_ACTIVE_DAYS_TIMES_LOG_SILENT(Use.LINEAR),
  LOG_ACTIVE_DAYS_TIMES_SILENT_SHARE(Use.LINEAR),
  LOG_TENURE(Use.LINEAR),
  LOG_GAP(Use.LINEAR),
  LOG_TREND(Use.LINEAR),
  LOG_AVERAGE_VALUE(Use.LINEAR),
  LOG_TENURE_SQUARED(Use.LINEAR),
  LOG_TENURE_TIMES_LOG_SILENT(Use.LINEAR),
  LOG_TENURE_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  LOG_AVERAGE_VALUE_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  LOG_AVERAGE_VALUE_TIMES_LOG_SILENT(Use.LINEAR),
  LOG_AVERAGE_VALUE_TIMES_SILENT_SHARE(Use.LINEAR),
  SILENT_SHARE_SQUARED(Use.LINEAR),
  OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  // for logistic regression and trees
  SILENT_SHARE(Use.BOTH),
  OVERDUE_SHARE(Use.BOTH),
  // for models of version 2 only: they drop on the day that the last activity is 90 days ago
  RECENT_SHARE(Use.EARLIER),
  FREQUENCY(Use.EARLIER),
  MONETARY(Use.EARLIER),
  ENGAGEMENT(Use.EARLIER),
  // for trees
  SILENT(Use.TREES),
  ACTIVE_DAYS(Use.TREES),
  ACTIVITY_RATE(Use.TREES),
  GAP(Use.TREES),
  TREND(Use.TREES),
  AVERAGE_VALUE(Use.TREES),
  // for MBG/NBD only: customers grow older than any in the training data
  TENURE(Use.PROCESS),
  // for logistic regression
  FADING_RECENT_SHARE(Use.LINEAR),
  FADING_FREQUENCY(Use.LINEAR),
  FADING_MONETARY(Use.LINEAR),
  FADING_ENGAGEMENT(Use.LINEAR),
  RECENT_SILENCE(Use.LINEAR),
  RECENT_SILENCE_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  RECENT_SILENCE_TIMES_LOG_TENURE(Use.LINEAR),
  RECENT_SILENCE_TIMES_SILENT_SHARE(Use.LINEAR),
  RECENT_SILENCE_TIMES_LOG_AVERAGE_VALUE(Use.LINEAR),
  RECENT_SILENCE_TIMES_OVERDUE_SHARE(Use.LINEAR),
  RECENT_SILENCE_TIMES_LOG_GAP(Use.LINEAR),
  // for trees
  CONTINUED_RECENT_SHARE(Use.TREES),
  CONTINUED_FREQUENCY(Use.TREES),
  CONTINUED_MONETARY(Use.TREES),
  CONTINUED_ENGAGEMENT(Use.TREES),
  // of the further features: gaps
  LOG_LAST_GAP(Use.LINEAR),
  LOG_RECENT_GAP(Use.LINEAR),
  LOG_GAP_SPREAD(Use.LINEAR),
  RECENT_OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  LAST_OVERDUE_SHARE(Use.BOTH),
  RECENT_OVERDUE_SHARE(Use.BOTH),
  LAST_GAP(Use.TREES),
  RECENT_GAP(Use.TREES),
  GAP_SPREAD(Use.TREES),
  // counts of events
  FADING_EVENTS_30(Use.LINEAR, FurtherFeature.EVENTS_30),
  FADING_EVENTS_90(Use.LINEAR, FurtherFeature.EVENTS_90),
  FADING_EVENTS_180(Use.LINEAR, FurtherFeature.EVENTS_180),
  FADING_EVENTS_365(Use.LINEAR, FurtherFeature.EVENTS_365),
  CONTINUED_EVENTS_30(Use.TREES, FurtherFeature.EVENTS_30),
  CONTINUED_EVENTS_90(Use.TREES, FurtherFeature.EVENTS_90),
  CONTINUED_EVENTS_180(Use.TREES, FurtherFeature.EVENTS_180),
  CONTINUED_EVENTS_365(Use.TREES, FurtherFeature.EVENTS_365),
  // baskets
  LOG_MEAN_BASKET(Use.LINEAR),
  LOG_MEAN_BASKET_TIMES_LOG_ACTIVE_DAYS(Use.LINEAR),
  MEAN_BASKET(Use.TREES),
  // of watched event types, the same four of each
  LOG_DAYS_SINCE_TYPE_1(Use.LINEAR, 1, 0),
  FADING_SHARE_OF_TYPE_1(Use.LINEAR, 1, TypeFeature.WINDOW_DAYS),
  DAYS_SINCE_TYPE_1(Use.TREES, 1, 0),
  CONTINUED_SHARE_OF_TYPE_1(Use.TREES, 1, TypeFeature.WINDOW_DAYS),
  LOG_DAYS_SINCE_TYPE_2(Use.LINEAR, 2, 0),
  FADING_SHARE_OF_TYPE_2(Use.LINEAR, 2, TypeFeature.WINDOW_DAYS),
  DAYS_SINCE_TYPE_2(Use.TREES, 2, 0),
  CONTINUED_SHARE_OF_TYPE_2(Use.TREES, 2, TypeFeature.WINDOW_DAYS),
  LOG_DAYS_SINCE_TYPE_3(Use.LINEAR, 3, 0),
  FADING_SHARE_OF_TYPE_3(Use.LINEAR, 3, TypeFeature.WINDOW_DAYS),
  DAYS_SINCE_TYPE_3(Use.TREES, 3, 0),
  CONTINUED_SHARE_OF_TYPE_3(Use.TREES, 3, TypeFeature.WINDOW_DAYS),
  LOG_DAYS_SINCE_TYPE_4(Use.LINEAR, 4, 0),
  FADING_SHARE_OF_TYPE_4(Use.LINEAR, 4, TypeFeature.WINDOW_DAYS),
  DAYS_SINCE_TYPE_4(Use.TREES, 4, 0),
  CONTINUED_SHARE_OF_TYPE_4(Use.TREES, 4, TypeFeature.WINDOW_DAYS);

  /**
   * Version of the inputs; it changes whenever an input is added, removed, moved or computed
   * differently.
   */
  public static final int VERSION = 5;

  /** The version of the inputs of models without watched event types, which are the first ones. */
  public static final int VERSION_WITHOUT_TYPES = 4;

  /**
   * The earliest version whose inputs are the first of this one's, so that its models still work,
   * as do those of the versions between.
   */
  public static final int EARLIEST_VERSION = 2;

  public static final int COUNT = values().length;

  /** The number of inputs that do not come from watched event types. */
  public static final int COMMON_COUNT = MEAN_BASKET.ordinal() + 1;

  /** The number of inputs of each watched event type. */
  static final int OF_EACH_TYPE = 4;

  /** The number of inputs of version 3. */
  public static final int COUNT_OF_VERSION_3 = CONTINUED_ENGAGEMENT.ordinal() + 1;

  /** The contribution of one event on the last of the 30 days to the slope of the daily counts. */
  private static final double TREND_OF_ONE_EVENT =
      (RfmScales.TREND_DAYS - 1) / 2.0 / RfmScales.TREND_SQUARES;

  private static final double LOG_RECENT_DAYS = StrictMath.log1p(RfmScales.RECENT_DAYS);

  /** The classifiers that take an input. */
  private enum Use {
    LINEAR,
    TREES,
    BOTH,
    PROCESS,
    EARLIER
  }

  private final Use use;
  private final int windowDays;
  private final int type; // number of the watched type, from 1; 0 for others

  DerivedInputs(Use use) {
    this(use, 0, 0);
  }

  DerivedInputs(Use use, int type, int windowDays) {
    this.use = use;
    this.type = type;
    this.windowDays = windowDays;
  }

  /**
   * @param count the count within a window from which it comes; a history shorter than the window
   *     would change its meaning
   */
  DerivedInputs(Use use, FurtherFeature count) {
    this(use, 0, count.windowDays());
  }

  /**
   * {@return the indexes of the inputs for logistic regression} Without those that count within
   * more days than anybody has been known: such a count is that of the whole history, and would be
   * another one as soon as customers have been known for longer.
   *
   * @param historyDays the longest time that a customer of the training data has been known
   * @param types the number of watched event types
   */
  static int[] forLinear(double historyDays, int types) {
    return places(Use.LINEAR, historyDays, types);
  }

  /** {@return the same without watched event types} */
  public static int[] forLinear(double historyDays) {
    return forLinear(historyDays, 0);
  }

  /** {@return the indexes of the inputs for trees; without the same ones} */
  static int[] forTrees(double historyDays, int types) {
    return places(Use.TREES, historyDays, types);
  }

  /** {@return the same without watched event types} */
  public static int[] forTrees(double historyDays) {
    return forTrees(historyDays, 0);
  }

  /** {@return the number of inputs with so many watched event types} */
  public static int count(int types) {
    return COMMON_COUNT + OF_EACH_TYPE * types;
  }

  /**
   * {@return the input that depends on this feature alone, or empty if classifiers do not take the
   * feature} Other inputs may depend on the feature as well.
   */
  static Optional<DerivedInputs> of(Feature feature) {
    return switch (feature) { // no default: whether a new feature is an input must be decided
      case RECENCY_SCORE -> Optional.of(SILENT);
      case FREQUENCY_SCORE -> Optional.of(FREQUENCY);
      case MONETARY_SCORE -> Optional.of(MONETARY);
      case ENGAGEMENT_SCORE -> Optional.of(ENGAGEMENT);
      case TENURE_DAYS -> Optional.of(TENURE);
      case ACTIVITY_TREND -> Optional.of(TREND);
      case AVG_TRANSACTION_VALUE -> Optional.of(AVERAGE_VALUE);
      case DAYS_BETWEEN_TRANSACTIONS -> Optional.of(GAP);
    };
  }

  private static int[] places(Use use, double historyDays, int types) {
    return Arrays.stream(values())
        .filter(input -> input.use == use || input.use == Use.BOTH)
        .filter(input -> input.windowDays <= historyDays)
        .filter(input -> input.type <= types)
        .mapToInt(DerivedInputs::ordinal)
        .toArray();
  }

  /** {@return all inputs in their order; finite for any features} */
  public static double[] of(FeatureVector features) {
    double[] inputs = new double[COUNT];
    put(features.toArray(), 0, inputs);
    return inputs;
  }

  /**
   * Writes all inputs in their order to {@code inputs}; finite for any features.
   *
   * @param features array that holds all features of the customer, as a {@link FeatureVector} has
   *     them
   * @param at index of the first feature
   */
  public static void put(double[] features, int at, double[] inputs) {
    double tenure = Math.max(0, feature(features, at, Feature.TENURE_DAYS));
    double frequencyScore = feature(features, at, Feature.FREQUENCY_SCORE);
    double engagementScore = feature(features, at, Feature.ENGAGEMENT_SCORE);
    double silent =
        RfmCounts.silentDays(feature(features, at, Feature.RECENCY_SCORE), engagementScore, tenure);
    double recentDays = RfmCounts.activeDays90(frequencyScore);
    double gap = Math.max(0, feature(features, at, Feature.DAYS_BETWEEN_TRANSACTIONS));
    double trend = feature(features, at, Feature.ACTIVITY_TREND);
    double averageValue = feature(features, at, Feature.AVG_TRANSACTION_VALUE);
    double activeDays = RfmCounts.activeDays(tenure, silent, gap);
    double logActiveDays = StrictMath.log(activeDays);
    double logSilent = StrictMath.log1p(silent);
    double silentShare = Math.min(1, silent / (tenure + 1));

    inputs[LOG_SILENT.ordinal()] = logSilent;
    inputs[LOG_SILENT_SQUARED.ordinal()] = logSilent * logSilent;
    inputs[LOG_ACTIVE_DAYS.ordinal()] = logActiveDays;
    inputs[LOG_ACTIVE_DAYS_SQUARED.ordinal()] = logActiveDays * logActiveDays;
    inputs[LOG_ACTIVE_DAYS_TIMES_LOG_SILENT.ordinal()] = logActiveDays * logSilent;
    inputs[LOG_ACTIVE_DAYS_TIMES_SILENT_SHARE.ordinal()] = logActiveDays * silentShare;
    inputs[LOG_TENURE.ordinal()] = StrictMath.log1p(tenure);
    inputs[LOG_GAP.ordinal()] = StrictMath.log1p(gap);
    inputs[LOG_TREND.ordinal()] = signedLog(trend / TREND_OF_ONE_EVENT);
    inputs[LOG_AVERAGE_VALUE.ordinal()] = signedLog(averageValue);
    double logTenure = inputs[LOG_TENURE.ordinal()];
    double logValue = inputs[LOG_AVERAGE_VALUE.ordinal()];
    double overdueShare = silent / (silent + gap + 1);
    inputs[LOG_TENURE_SQUARED.ordinal()] = logTenure * logTenure;
    inputs[LOG_TENURE_TIMES_LOG_SILENT.ordinal()] = logTenure * logSilent;
    inputs[LOG_TENURE_TIMES_LOG_ACTIVE_DAYS.ordinal()] = logTenure * logActiveDays;
    inputs[LOG_AVERAGE_VALUE_TIMES_LOG_ACTIVE_DAYS.ordinal()] = logValue * logActiveDays;
    inputs[LOG_AVERAGE_VALUE_TIMES_LOG_SILENT.ordinal()] = logValue * logSilent;
    inputs[LOG_AVERAGE_VALUE_TIMES_SILENT_SHARE.ordinal()] = logValue * silentShare;
    inputs[SILENT_SHARE_SQUARED.ordinal()] = silentShare * silentShare;
    inputs[OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS.ordinal()] = overdueShare * logActiveDays;
    inputs[SILENT_SHARE.ordinal()] = silentShare;
    inputs[OVERDUE_SHARE.ordinal()] = overdueShare;
    inputs[RECENT_SHARE.ordinal()] = Math.min(1, recentDays / activeDays);
    inputs[FREQUENCY.ordinal()] = RfmCounts.share(frequencyScore);
    inputs[MONETARY.ordinal()] = RfmCounts.share(feature(features, at, Feature.MONETARY_SCORE));
    inputs[ENGAGEMENT.ordinal()] = RfmCounts.share(engagementScore);
    inputs[SILENT.ordinal()] = silent;
    inputs[ACTIVE_DAYS.ordinal()] = activeDays;
    inputs[ACTIVITY_RATE.ordinal()] = activeDays / (tenure + 1);
    inputs[GAP.ordinal()] = gap;
    inputs[TREND.ordinal()] = trend;
    inputs[AVERAGE_VALUE.ordinal()] = averageValue;
    inputs[TENURE.ordinal()] = tenure;
    double fading = Math.max(0, 1 - silent / RfmScales.RECENT_DAYS);
    double recentSilence = 1 - fading;
    double logLapse = Math.max(0, logSilent - LOG_RECENT_DAYS);
    fade(RECENT_SHARE, FADING_RECENT_SHARE, CONTINUED_RECENT_SHARE, fading, logLapse, inputs);
    fade(FREQUENCY, FADING_FREQUENCY, CONTINUED_FREQUENCY, fading, logLapse, inputs);
    fade(MONETARY, FADING_MONETARY, CONTINUED_MONETARY, fading, logLapse, inputs);
    fade(ENGAGEMENT, FADING_ENGAGEMENT, CONTINUED_ENGAGEMENT, fading, logLapse, inputs);
    inputs[RECENT_SILENCE.ordinal()] = recentSilence;
    inputs[RECENT_SILENCE_TIMES_LOG_ACTIVE_DAYS.ordinal()] = recentSilence * logActiveDays;
    inputs[RECENT_SILENCE_TIMES_LOG_TENURE.ordinal()] = recentSilence * logTenure;
    inputs[RECENT_SILENCE_TIMES_SILENT_SHARE.ordinal()] = recentSilence * silentShare;
    inputs[RECENT_SILENCE_TIMES_LOG_AVERAGE_VALUE.ordinal()] = recentSilence * logValue;
    inputs[RECENT_SILENCE_TIMES_OVERDUE_SHARE.ordinal()] = recentSilence * overdueShare;
    inputs[RECENT_SILENCE_TIMES_LOG_GAP.ordinal()] = recentSilence * inputs[LOG_GAP.ordinal()];
    FurtherInputs.put(features, at, inputs);
    TypeInputs.put(features, at, inputs);
  }

  private static void fade(
      DerivedInputs recent,
      DerivedInputs faded,
      DerivedInputs continued,
      double fading,
      double logLapse,
      double[] inputs) {
    inputs[faded.ordinal()] = fading * inputs[recent.ordinal()];
    inputs[continued.ordinal()] = inputs[faded.ordinal()] - logLapse;
  }

  private static double feature(double[] features, int at, Feature feature) {
    return features[at + feature.ordinal()];
  }

  static double signedLog(double value) {
    // halving keeps the largest numbers from overflowing
    double size = Math.min(Math.abs(value), Double.MAX_VALUE / 2);
    return Math.copySign(StrictMath.log1p(size), value);
  }
}
