package dev.churn.domain.definition;

import dev.churn.domain.definition.ChurnDefinition.Proposal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Proposes the shortest horizon that raises few false alarms, and the window after which few
 * customers come back within it, with the reasons.
 */
final class ProposalWriter {
  /** The share of false alarms, and of late returns, that a proposal accepts. */
  private static final double FEW = 0.2;

  /** The snapshots that a model needs: one to learn from and one to be tested on. */
  private static final int SNAPSHOTS = 2;

  /** The customers of each outcome that a model needs over these snapshots. */
  private static final int CUSTOMERS = 40;

  private static final int YEAR_AND_MONTH = 396;

  private static final int[] WINDOWS = {14, 30, 60, 90, 120, 180, 270, 365};

  /** The share of customers who come back within some days after they reach some silence. */
  @FunctionalInterface
  interface Returns {
    OptionalDouble onReaching(int silent, int within);
  }

  private final Optional<Proposal> proposal;
  private final String reason;

  ProposalWriter(
      List<HorizonCandidate> horizons, OptionalInt followUp, int historyDays, Returns returns) {
    List<HorizonCandidate> usable = horizons.stream().filter(ProposalWriter::isUsable).toList();
    Optional<HorizonCandidate> few =
        usable.stream().filter(horizon -> rate(horizon) <= FEW).findFirst();
    Optional<HorizonCandidate> chosen =
        few.or(() -> usable.stream().min(Comparator.comparingDouble(ProposalWriter::rate)));
    this.proposal =
        chosen
            .filter(horizon -> rate(horizon) <= ChurnDefinition.MOST)
            .flatMap(
                horizon ->
                    window(horizon.days(), returns).stream()
                        .mapToObj(days -> new Proposal(horizon.days(), days))
                        .findAny());
    this.reason =
        chosen
            .map(
                horizon ->
                    proposal
                        .map(
                            proposed ->
                                (few.isPresent()
                                        ? shortest(horizon, usable, followUp.orElseThrow())
                                        : fewest(horizon, usable, followUp.orElseThrow()))
                                    + snapshots(horizon)
                                    + windowReason(proposed, returns)
                                    + season(historyDays))
                        .orElseGet(
                            () ->
                                rate(horizon) > ChurnDefinition.MOST
                                    ? mostComeBack(horizon, usable, followUp.orElseThrow())
                                    : noWindow(horizon)))
            .orElse(
                "No horizon can be proposed: the history is too short, or there are too few"
                    + " customers, for a snapshot to learn from and one to test on with at least "
                    + CUSTOMERS
                    + " customers of each outcome.");
  }

  private static boolean isUsable(HorizonCandidate horizon) {
    return horizon.falseAlarmRate().isPresent()
        && horizon.snapshots() >= SNAPSHOTS
        && horizon.churners() >= CUSTOMERS
        && horizon.customers() - horizon.churners() >= CUSTOMERS;
  }

  private static double rate(HorizonCandidate horizon) {
    return horizon.falseAlarmRate().orElseThrow();
  }

  /** Returns the shortest window with few late returns, or else the longest with a known rate. */
  private static OptionalInt window(int horizon, Returns returns) {
    OptionalInt few =
        IntStream.of(WINDOWS)
            .filter(days -> returns.onReaching(days, horizon).orElse(1) <= FEW)
            .findFirst();
    return few.isPresent()
        ? few
        : IntStream.of(WINDOWS)
            .filter(days -> returns.onReaching(days, horizon).isPresent())
            .reduce((shorter, longer) -> longer);
  }

  Optional<Proposal> proposal() {
    return proposal;
  }

  String reason() {
    return reason;
  }

  private static String shortest(
      HorizonCandidate chosen, List<HorizonCandidate> usable, int followUp) {
    String before =
        usable.stream()
            .filter(horizon -> horizon.days() < chosen.days())
            .reduce((shorter, longer) -> longer)
            .map(
                horizon ->
                    "; with %d days, %s would".formatted(horizon.days(), of100(rate(horizon))))
            .orElse("");
    return ("%d days is the shortest horizon with enough customers and few false alarms: of those"
            + " silent for so long, %s come back within the next %d days%s.")
        .formatted(chosen.days(), of100(rate(chosen)), followUp, before);
  }

  private static String fewest(
      HorizonCandidate chosen, List<HorizonCandidate> usable, int followUp) {
    boolean isLongestUsable =
        usable.get(usable.size() - 1).days() == SilenceTally.LONGEST_CANDIDATE;
    return ("With every horizon that has at least %d snapshots, %d customers of each outcome and a known rate"
            + " of false alarms, more than %s of those called churned come back later; %d days has"
            + " the fewest of these false alarms: %s come back within the next %d days.%s")
        .formatted(
            SNAPSHOTS,
            CUSTOMERS,
            of100(FEW),
            chosen.days(),
            of100(rate(chosen)),
            followUp,
            isLongestUsable
                ? ""
                : " A longer history, or more customers, may allow a longer horizon.");
  }

  private static String mostComeBack(
      HorizonCandidate best, List<HorizonCandidate> usable, int followUp) {
    return "No horizon is proposed, since most of those called churned would not be. "
        + fewest(best, usable, followUp);
  }

  private static String snapshots(HorizonCandidate chosen) {
    return String.format(
        Locale.ROOT,
        " The file has %d snapshots for it, with %d churned among %d active customers.",
        chosen.snapshots(),
        chosen.churners(),
        chosen.customers());
  }

  private static String windowReason(Proposal proposed, Returns returns) {
    int window = proposed.activeWindowDays();
    double rate = returns.onReaching(window, proposed.horizonDays()).orElseThrow();
    return rate <= FEW
        ? (" An active window of %d days: of customers who reach %d days of silence, %s come back"
                + " within %d days, so that those silent for longer need no attention.")
            .formatted(window, window, of100(rate), proposed.horizonDays())
        : (" An active window of %d days, the longest one examined with a known rate of returns: of"
                + " customers who reach %d days of silence, still %s come back within %d days, so"
                + " that those silent for longer are not all lost.")
            .formatted(window, window, of100(rate), proposed.horizonDays());
  }

  private static String noWindow(HorizonCandidate horizon) {
    return ("No active window can be proposed, and so no horizon: too few customers have been silent"
            + " for %d days or longer to show how many come back within %d days.")
        .formatted(WINDOWS[0], horizon.days());
  }

  private static String season(int historyDays) {
    return historyDays < YEAR_AND_MONTH
        ? " The history is shorter than 13 months, so that it cannot show whether the season"
            + " matters."
        : "";
  }

  private static String of100(double share) {
    return Math.round(100 * share) + " of 100";
  }
}
