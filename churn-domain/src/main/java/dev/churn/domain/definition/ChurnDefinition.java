package dev.churn.domain.definition;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file says about when a silent customer has churned.
 *
 * @param firstDay the first day of the history
 * @param asOf E, the last known day
 * @param activeWindowDays the active window with which the candidates were counted; 0 means
 *     everyone
 * @param returnRates the shares of customers who come back, by the days of silence, ascending;
 *     empty if the file has too few silences
 * @param followUpDays within how many days those called churned are looked for who come back; empty
 *     if the history is too short
 * @param horizons the candidates, the shortest first
 * @param proposal the proposed horizon and window, if the file suffices for any
 * @param reason why these are proposed, or why none are, in plain words
 */
public record ChurnDefinition(
    LocalDate firstDay,
    LocalDate asOf,
    int activeWindowDays,
    List<ReturnRate> returnRates,
    OptionalInt followUpDays,
    List<HorizonCandidate> horizons,
    Optional<Proposal> proposal,
    String reason) {
  /** With more false alarms, most of those called churned are not. */
  static final double MOST = 0.5;

  /**
   * A proposed horizon and active window.
   *
   * @param horizonDays H, at least 1
   * @param activeWindowDays at least 1
   */
  public record Proposal(int horizonDays, int activeWindowDays) {
    public Proposal {
      if (horizonDays < 1 || activeWindowDays < 1) {
        throw new IllegalArgumentException(
            "expected at least 1 day, found %d and %d".formatted(horizonDays, activeWindowDays));
      }
    }
  }

  public ChurnDefinition {
    requireNonNull(firstDay, "firstDay");
    requireNonNull(asOf, "asOf");
    requireNonNull(followUpDays, "followUpDays");
    requireNonNull(proposal, "proposal");
    requireNonNull(reason, "reason");
    returnRates = List.copyOf(returnRates);
    horizons = List.copyOf(horizons);
  }

  /**
   * {@return the same counts for an organization whose customers leave by events} They are about
   * silence, so that the reason says what they are good for, and nothing is proposed.
   *
   * @param types the event types by which customers leave; with none, nothing changes
   */
  public ChurnDefinition besideEvents(Set<String> types) {
    return types.isEmpty()
        ? this
        : new ChurnDefinition(
            firstDay,
            asOf,
            activeWindowDays,
            returnRates,
            followUpDays,
            horizons,
            Optional.empty(),
            "Churn is an event here ("
                + String.join(", ", new TreeSet<>(types))
                + ") and not a silence, so that no horizon is proposed: choose how many days a prediction"
                + " should look ahead. Return rates, churners and false alarms are about silence.");
  }

  /**
   * {@return a sentence if most of the customers who are called churned with a horizon come back
   * later} The rate is that of the horizon itself or of the next longer candidate, which has fewer
   * false alarms.
   *
   * @param horizonDays the horizon of the organization, at least 1
   */
  public Optional<String> warning(int horizonDays) {
    return horizons.stream()
        .filter(candidate -> candidate.days() >= horizonDays)
        .findFirst()
        .filter(candidate -> candidate.falseAlarmRate().orElse(0) > MOST)
        .map(
            candidate ->
                "The horizon of %d days is short for these customers: of those silent for %d days, %d of 100 come back within the next %d days%s."
                    .formatted(
                        horizonDays,
                        candidate.days(),
                        Math.round(100 * candidate.falseAlarmRate().orElseThrow()),
                        followUpDays.orElseThrow(),
                        proposal
                            .map(
                                proposed ->
                                    "; the definition of the dataset proposes a horizon of %d days and an active window of %d days"
                                        .formatted(
                                            proposed.horizonDays(), proposed.activeWindowDays()))
                            .orElse("")));
  }

  /** {@return the definition that follows from the silences of a file} */
  public static ChurnDefinition of(SilenceTally tally) {
    return new DefinitionFinder(tally).find();
  }
}
