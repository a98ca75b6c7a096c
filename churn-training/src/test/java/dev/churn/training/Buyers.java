package dev.churn.training;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/** Customers who buy till they die, the same for the same seed, day by day. */
public final class Buyers {
  private final List<int[]> days = new ArrayList<>();
  private final int horizonDays;

  /**
   * @param process how they behave; its horizon is that of the labels
   * @param arrivals the first purchase falls into so many days from day 0 on
   * @param until no day is later
   */
  public Buyers(MbgNbd process, int customers, int arrivals, int until, long seed) {
    horizonDays = process.horizonDays();
    var random = new Random(seed);
    for (int i = 0; i < customers; i++) {
      double rate = gamma(process.r(), random) / process.alpha();
      double one = gamma(process.a(), random);
      double leaving = one / (one + gamma(process.b(), random));
      double day = random.nextInt(arrivals);
      List<Integer> purchases = new ArrayList<>(List.of((int) day));
      boolean there = process.dropout() == Dropout.AFTER_SECOND || random.nextDouble() >= leaving;
      while (there && day <= until) {
        day -= Math.log(1 - random.nextDouble()) / rate;
        if (day <= until) {
          purchases.add((int) day);
        }
        there = random.nextDouble() >= leaving;
      }
      days.add(purchases.stream().mapToInt(Integer::intValue).distinct().toArray());
    }
  }

  /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26(3), 2000. */
  private static double gamma(double shape, Random random) {
    if (shape < 1) {
      return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** {@return everybody seen so far, with what they did in the horizon after it} */
  LabeledRows at(int asOf) {
    return at(asOf, 0, false, i -> "customer-" + i);
  }

  private LabeledRows at(int asOf, int until, boolean isWithNext, IntFunction<String> ids) {
    var rows = new LabeledRows();
    for (int i = 0; i < days.size(); i++) {
      int[] known = Arrays.stream(days.get(i)).filter(day -> day <= asOf).toArray();
      if (known.length > 0) {
        boolean stayed =
            Arrays.stream(days.get(i)).anyMatch(day -> day > asOf && day <= asOf + horizonDays);
        int next =
            Arrays.stream(days.get(i))
                .filter(day -> day > asOf && day <= until)
                .map(day -> day - asOf)
                .min()
                .orElse(NextActivity.NONE);
        rows.add(
            ids.apply(i), features(known, asOf), !stayed, isWithNext ? next : NextActivity.UNKNOWN);
      }
    }
    return rows;
  }

  /** {@return the snapshots at these days, the latest first, which is that of the test} */
  public TrainingSet set(int... asOf) {
    return set(this::at, asOf);
  }

  /**
   * {@return the same, of which it is known when each customer came again up to the horizon after
   * the first of these days}
   *
   * @param ids the id of a customer by number
   */
  TrainingSet setWithNext(IntFunction<String> ids, int... asOf) {
    return set(day -> at(day, asOf[0] + horizonDays, true, ids), asOf);
  }

  private TrainingSet set(IntFunction<LabeledRows> rows, int... asOf) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int day : asOf) {
      snapshots.add(
          new LabeledSnapshot(
              Synthetic.LAST_DAY.plusDays((long) day - asOf[0]),
              snapshots.isEmpty() ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              rows.apply(day)));
    }
    return new TrainingSet(Synthetic.DEFINITION, horizonDays, snapshots);
  }

  /** {@return the sample of the rows at a day} */
  public TrainingSample sample(int asOf) {
    return TrainingMatrix.of(TrainingRows.of(set(asOf).snapshots())).all();
  }

  /** {@return the features of one who bought on these days, ascending} */
  public static FeatureVector features(int[] days, int asOf) {
    int silent = asOf - days[days.length - 1];
    int tenure = asOf - days[0];
    int recent = (int) Arrays.stream(days).filter(day -> asOf - day < 90).count();
    double gap = days.length == 1 ? tenure : (double) (tenure - silent) / (days.length - 1);
    return Vectors.of(
        100 * Math.max(0, 1 - silent / 365.0),
        100 * Math.min(1, Math.log1p(recent) / Math.log(101)),
        0,
        100
            * (0.5 * Math.min(1, Math.log1p(recent) / Math.log(31))
                + 0.3 * Math.exp(-silent / 30.0)
                + (recent > 0 ? 0.04 : 0)),
        tenure,
        0,
        0,
        gap);
  }
}
