package dev.churn.domain.definition;

import dev.churn.domain.definition.ReturnRate.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Computes what {@link ChurnDefinition} shows from the silences of a file. */
final class DefinitionFinder {
  private static final int[] SILENCES = {7, 14, 30, 60, 90, 120, 180, 270, 365};
  private static final int[] FOLLOW_UPS = {7, 14, 30, 90, 180, 365};
  private static final int[] LATER = {30, 90, 180, 365};

  /** The customers to whom a promise must apply: the share of fewer varies too much by chance. */
  private static final int PROMISED = 100;

  /** The customers whose mean is a rate of false alarms. What it rests on are the curves. */
  private static final int CALLED_CHURNED = 10;

  private final SilenceTally tally;
  private final long[][] ongoing = new long[HabitGroups.COUNT][];
  private final ReturnCurves curves;

  DefinitionFinder(SilenceTally tally) {
    this.tally = tally;
    for (int group = 0; group < ongoing.length; group++) {
      ongoing[group] = tally.ongoing(group);
    }
    this.curves = new ReturnCurves(tally, ongoing[0].length + 366);
  }

  ChurnDefinition find() {
    boolean isEnough = curves.reached(1) >= ReturnCurves.ENOUGH;
    OptionalInt followUp =
        IntStream.of(LATER)
            .filter(days -> isEnough && days <= tally.historyDays() / 2)
            .reduce((shorter, longer) -> longer);
    List<HorizonCandidate> horizons = horizons(followUp);
    var proposal =
        new ProposalWriter(horizons, followUp, tally.historyDays(), this::comesBackOnReaching);
    return new ChurnDefinition(
        tally.firstDay(),
        tally.asOf(),
        tally.window().days(),
        isEnough ? returnRates() : List.of(),
        followUp,
        horizons,
        proposal.proposal(),
        proposal.reason());
  }

  /** A promise reaches at most a third of the history ahead, so that it was seen to come true. */
  private IntStream followUps() {
    return IntStream.of(FOLLOW_UPS).filter(days -> days <= tally.historyDays() / 3);
  }

  private List<ReturnRate> returnRates() {
    List<ReturnRate> rates = new ArrayList<>();
    for (int silent : SILENCES) {
      long customers = silentFor(silent, Integer.MAX_VALUE);
      if (customers >= PROMISED && curves.reached(silent) >= PROMISED) {
        List<Return> returns =
            followUps()
                .mapToObj(
                    days ->
                        new Return(
                            days,
                            comesBack(silent, Integer.MAX_VALUE, days),
                            curves.comesBackOnReaching(silent, days)))
                .toList();
        if (!returns.isEmpty()) {
          rates.add(new ReturnRate(silent, customers, returns));
        }
      }
    }
    return rates;
  }

  private List<HorizonCandidate> horizons(OptionalInt followUp) {
    int[] days = tally.horizons();
    List<HorizonCandidate> candidates = new ArrayList<>();
    for (int i = 0; i < days.length; i++) {
      candidates.add(
          new HorizonCandidate(
              days[i],
              tally.snapshots(i),
              tally.customers(i),
              tally.churners(i),
              falseAlarms(days[i], followUp)));
    }
    return candidates;
  }

  /**
   * {@return the share that comes back of those who were active a horizon ago and have been silent
   * since, who are the churned customers of the newest snapshot}
   */
  private OptionalDouble falseAlarms(int horizon, OptionalInt followUp) {
    int window = tally.window().days();
    int before = window == 0 ? Integer.MAX_VALUE : horizon + window;
    boolean isKnown =
        followUp.isPresent()
            && silentFor(horizon, before) >= CALLED_CHURNED
            && curves.reached(horizon) >= ReturnCurves.ENOUGH;
    return isKnown
        ? OptionalDouble.of(comesBack(horizon, before, followUp.getAsInt()))
        : OptionalDouble.empty();
  }

  private OptionalDouble comesBackOnReaching(int silent, int within) {
    return curves.reached(silent) >= ReturnCurves.ENOUGH
        ? OptionalDouble.of(curves.comesBackOnReaching(silent, within))
        : OptionalDouble.empty();
  }

  private long silentFor(int from, int before) {
    long customers = 0;
    for (long[] lengths : ongoing) {
      for (int length = from; length < Math.min(before, lengths.length); length++) {
        customers += lengths[length];
      }
    }
    return customers;
  }

  private double comesBack(int from, int before, int within) {
    double returns = 0;
    for (int group = 0; group < ongoing.length; group++) {
      long[] lengths = ongoing[group];
      for (int length = from; length < Math.min(before, lengths.length); length++) {
        if (lengths[length] > 0) {
          returns += lengths[length] * curves.comesBack(group, length, within);
        }
      }
    }
    return returns / silentFor(from, before);
  }
}
