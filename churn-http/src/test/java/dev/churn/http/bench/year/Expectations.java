package dev.churn.http.bench.year;

import dev.churn.domain.bench.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What was expected of the year, and which of it did not happen. */
final class Expectations {
  private final List<String> missed = new ArrayList<>();
  private int checked;

  /**
   * Notes whether something happened as expected.
   *
   * @param about where it was expected, and what was found
   */
  void expect(boolean met, String what, Object... about) {
    checked++;
    if (!met) {
      missed.add(
          what + Arrays.stream(about).map(each -> " · " + each).collect(Collectors.joining()));
    }
  }

  boolean areMet() {
    return missed.isEmpty();
  }

  void print() {
    Report.print("%n%d expectations, %d missed", checked, missed.size());
    missed.forEach(each -> Report.print("- %s", each));
  }
}
