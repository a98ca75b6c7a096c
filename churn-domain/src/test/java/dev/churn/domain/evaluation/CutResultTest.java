package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutResultTest {
  private static CutResult cut(double... probabilities) {
    return CutResult.of(
        LocalDate.EPOCH, probabilities, new boolean[] {true, false, true, false}, List.of());
  }

  @Test
  void promised_stands_beside_seen() {
    CutResult cut = cut(.8, .4, .6, .2);

    assertThat(cut.customers()).isEqualTo(4);
    assertThat(cut.meanPredicted()).isEqualTo(.5, within(1e-12));
    assertThat(cut.churnRate()).isEqualTo(.5);
    assertThat(cut(.9, .4, .6, .5).promisedMinusSeen()).isEqualTo(.1, within(1e-12));
    assertThat(cut.rocAuc()).isEqualTo(1);
    assertThat(cut(.8, .7, .6, .2).rocAuc()).isEqualTo(.75); // three of four pairs
    assertThat(cut.brier()).isEqualTo((.04 + .16 + .16 + .04) / 4, within(1e-12));
    assertThat(cut.logLoss()).isEqualTo(-(2 * Math.log(.8) + 2 * Math.log(.6)) / 4, within(1e-12));
  }

  @Test
  void the_spread_is_that_of_two_cuts_or_more() {
    List<CutResult> cuts = List.of(cut(.9, .4, .6, .5), cut(.8, .4, .6, .2), cut(.2, .2, .2, .2));

    Spread spread = Spread.of(cuts, CutResult::meanPredicted).orElseThrow();

    assertThat(spread.mean()).isEqualTo(1.3 / 3, within(1e-12));
    assertThat(spread.lowest()).isEqualTo(.2, within(1e-12));
    assertThat(spread.highest()).isEqualTo(.6, within(1e-12));
    // .5² + .6² + .2² − 3 · (1.3/3)² = .0866667, over 2
    assertThat(spread.standardDeviation()).isEqualTo(Math.sqrt(.0866667 / 2), within(1e-6));
    assertThat(Spread.of(cuts.subList(0, 1), CutResult::meanPredicted)).isEmpty();
  }
}
