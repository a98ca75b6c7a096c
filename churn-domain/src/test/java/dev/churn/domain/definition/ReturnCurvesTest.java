package dev.churn.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.ActiveWindow;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ReturnCurvesTest {
  private static final LocalDate FIRST = LocalDate.EPOCH;

  private static SilenceTally tally(int lastDay) {
    return new SilenceTally(FIRST, FIRST.plusDays(lastDay), ActiveWindow.everyone());
  }

  @Test
  void silences_that_go_on_count_as_at_risk_up_to_their_length_only() {
    SilenceTally tally = tally(20);
    for (int i = 0; i < 100; i++) {
      tally.add(new int[] {0, 2}, i < 40 ? 2 : 1, 0, 0); // 40 ended after 2 days, 60 go on for 20
    }
    for (int i = 0; i < 100; i++) {
      tally.add(new int[] {17}, 1, 0, 17); // go on for 3 days
    }
    for (int i = 0; i < 50; i++) {
      tally.add(new int[] {0, 5}, 2, 0, 0); // ended after 5 days
    }
    var curves = new ReturnCurves(tally, 60);

    assertThat(curves.reached(2)).isEqualTo(250 + 90);
    // second silences: 40 of 18 and 50 of 15 days, too few for a group of their own. At risk on
    // day 5: these 90, the 60 and the 50, but not the 100 that were censored on day 3
    assertThat(curves.comesBack(0, 0, 2)).isEqualTo(40.0 / 340, within(1e-12));
    assertThat(curves.comesBack(0, 0, 5))
        .isEqualTo(1 - (1 - 40.0 / 340) * (1 - 50.0 / 200), within(1e-12));
    assertThat(curves.comesBack(0, 2, 3)).isEqualTo(50.0 / 200, within(1e-12));
  }

  @Test
  void a_group_with_few_silences_is_joined_with_the_group_below() {
    SilenceTally tally = tally(20);
    for (int i = 0; i < 100; i++) {
      tally.add(new int[] {0}, 1, 0, 0);
    }
    for (int i = 0; i < 399; i++) {
      tally.add(new int[] {0}, 1, 50, 0); // of customers with 51 active days
    }
    var few = new ReturnCurves(tally, 60);
    assertThat(few.comesBack(13, 0, 5)).isEqualTo(few.comesBack(0, 0, 5));

    tally.add(new int[] {0, 1}, 2, 49, 0); // one silence ends after a day, one goes on
    var enough = new ReturnCurves(tally, 60);
    assertThat(enough.comesBack(13, 0, 1)).isEqualTo(1.0 / 401, within(1e-12));
    assertThat(enough.comesBack(0, 0, 1)).isZero();
  }

  @Test
  void beyond_what_was_seen_the_daily_chance_falls_with_the_length() {
    SilenceTally tally = tally(30);
    for (int day = 1; day <= 30; day++) {
      for (int i = 0; i < 10; i++) {
        tally.add(new int[] {0, day}, 2, 0, 0);
      }
    }
    for (int i = 0; i < 300; i++) {
      tally.add(new int[] {0}, 1, 0, 0);
    }
    var curves = new ReturnCurves(tally, 400);

    double tenLater = curves.comesBack(0, 100, 1);
    assertThat(curves.comesBack(0, 200, 1)).isEqualTo(tenLater * 101 / 201, within(1e-12));
    assertThat(tenLater).isPositive();
  }
}
