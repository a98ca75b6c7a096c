package dev.churn.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.definition.ChurnDefinition.Proposal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProposalWriterTest {
  private static HorizonCandidate horizon(int days, long churners, double falseAlarms) {
    return new HorizonCandidate(days, 3, churners + 200, churners, OptionalDouble.of(falseAlarms));
  }

  private static ProposalWriter writer(
      ProposalWriter.Returns returns, HorizonCandidate... horizons) {
    return new ProposalWriter(List.of(horizons), OptionalInt.of(365), 2000, returns);
  }

  @Test
  void the_shortest_window_with_few_returns_is_proposed() {
    ProposalWriter written =
        writer(
            (silent, within) -> OptionalDouble.of(silent < 90 ? 0.5 : 0.15), horizon(90, 100, 0.1));

    assertThat(written.proposal()).contains(new Proposal(90, 90));
    assertThat(written.reason())
        .contains(
            "An active window of 90 days: of customers who reach 90 days of silence, 15 of 100 come"
                + " back within 90 days, so that those silent for longer need no attention.");
  }

  @Test
  void where_many_come_back_after_every_window_the_reason_does_not_call_them_lost() {
    ProposalWriter written =
        writer(
            (silent, within) -> silent > 270 ? OptionalDouble.empty() : OptionalDouble.of(0.35),
            horizon(90, 100, 0.1));

    assertThat(written.proposal()).contains(new Proposal(90, 270));
    assertThat(written.reason())
        .contains("An active window of 270 days, the longest one examined with a known rate")
        .contains(
            "still 35 of 100 come back within 90 days, so that those silent for longer are not")
        .doesNotContain("no attention");
  }

  @Test
  void nothing_is_proposed_without_a_known_rate_of_returns() {
    ProposalWriter written =
        writer((silent, within) -> OptionalDouble.empty(), horizon(7, 100, 0.1));

    assertThat(written.proposal()).isEmpty();
    assertThat(written.reason())
        .isEqualTo(
            "No active window can be proposed, and so no horizon: too few customers have been silent"
                + " for 14 days or longer to show how many come back within 7 days.");
  }

  @Test
  void only_horizons_that_could_be_chosen_are_said_to_raise_many_false_alarms() {
    ProposalWriter written =
        writer(
            (silent, within) -> OptionalDouble.of(0.1),
            horizon(30, 100, 0.5),
            horizon(60, 100, 0.4),
            horizon(90, 39, 0.1));

    assertThat(written.reason())
        .startsWith(
            "With every horizon that has at least 2 snapshots, 40 customers of each outcome and a known rate"
                + " of false alarms, more than 20 of 100 of those called churned come back later;"
                + " 60 days has the fewest of these false alarms: 40 of 100")
        .contains("A longer history, or more customers, may allow a longer horizon.");
    HorizonCandidate[] all =
        Stream.concat(
                IntStream.of(30, 90).mapToObj(days -> horizon(days, 100, 0.5)),
                Stream.of(horizon(365, 100, 0.3)))
            .toArray(HorizonCandidate[]::new);
    assertThat(writer((silent, within) -> OptionalDouble.of(0.1), all).reason())
        .doesNotContain("longer horizon");
  }

  @Test
  void a_shorter_horizon_that_cannot_be_chosen_does_not_count_for_the_shortest() {
    ProposalWriter written =
        writer(
            (silent, within) -> OptionalDouble.of(0.1),
            horizon(30, 39, 0.1),
            horizon(60, 100, 0.1));

    assertThat(written.reason())
        .startsWith("60 days is the shortest horizon with enough customers and few false alarms:");
  }

  @Test
  void no_horizon_is_proposed_with_which_most_of_those_called_churned_come_back() {
    ProposalWriter written =
        writer(
            (silent, within) -> OptionalDouble.of(0.1),
            horizon(7, 100, 0.95),
            horizon(14, 100, 0.6));

    assertThat(written.proposal()).isEmpty();
    assertThat(written.reason())
        .startsWith(
            "No horizon is proposed, since most of those called churned would not be. With every"
                + " horizon that has at least 2 snapshots")
        .contains("14 days has the fewest of these false alarms: 60 of 100")
        .contains("A longer history, or more customers, may allow a longer horizon.")
        .doesNotContain("active window");
  }
}
