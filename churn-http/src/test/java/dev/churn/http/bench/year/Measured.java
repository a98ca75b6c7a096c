package dev.churn.http.bench.year;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Measures computed from probabilities and outcomes, independently of the program. */
final class Measured {
  private record Row(double probability, boolean churned) {}

  private final List<Row> rows = new ArrayList<>();

  void add(double probability, boolean churned) {
    rows.add(new Row(probability, churned));
  }

  int rows() {
    return rows.size();
  }

  double churnRate() {
    return rows.stream().filter(Row::churned).count() / (double) rows.size();
  }

  /** {@return the mean log-loss in nats} */
  double logLoss() {
    return rows.stream()
        .mapToDouble(row -> -Math.log(row.churned() ? row.probability() : 1 - row.probability()))
        .average()
        .orElse(Double.NaN);
  }

  /** {@return ROC AUC by the sum of ranks; equal probabilities share their mean rank} */
  double rocAuc() {
    List<Row> sorted = rows.stream().sorted(Comparator.comparingDouble(Row::probability)).toList();
    double ranks = 0;
    long churned = 0;
    for (int from = 0; from < sorted.size(); ) {
      int to = from;
      while (to < sorted.size() && sorted.get(to).probability() == sorted.get(from).probability()) {
        to++;
      }
      long here = sorted.subList(from, to).stream().filter(Row::churned).count();
      ranks += here * (from + 1 + to) / 2.0;
      churned += here;
      from = to;
    }
    long stayed = sorted.size() - churned;
    return (ranks - churned * (churned + 1) / 2.0) / ((double) churned * stayed);
  }
}
