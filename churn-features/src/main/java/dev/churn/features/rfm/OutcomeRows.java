package dev.churn.features.rfm;

import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeConsumer;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.features.event.RowSink;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The outcomes of the customers of a file after several as-of days. The state of a customer holds
 * the active days from the first as-of day on; all earlier events count as one day, since they only
 * show that the customer is in the file. Amounts are summed up between the first and the last days
 * of horizons.
 */
public final class OutcomeRows {
  private final OutcomeRequest request;
  private final EventTypes types;
  private final StateLayout layout;
  private final Customers customers;
  private final int start;
  private final int threads;
  private final int[] spendEnds; // the as-of and last days; empty if no spend is asked for
  private final int[] asOfPlaces; // of each horizon in the totals of a customer
  private final int[] lastPlaces;
  private final AtomicBoolean hasAmounts = new AtomicBoolean();

  /**
   * @param threads at least 1
   */
  public OutcomeRows(OutcomeRequest request, EventTypes types, int threads) {
    this.threads = threads;
    this.request = request;
    int end = SnapshotRows.dayNumber(request.asOf());
    this.start =
        request.horizons().stream()
            .mapToInt(horizon -> SnapshotRows.dayNumber(horizon.asOf()))
            .min()
            .orElse(end);
    this.layout =
        new StateLayout(new int[] {end}, start, end - start + 1, types.maxCode(), types.hasChurn());
    this.types = types;
    this.spendEnds = request.withSpend() ? ends(request.horizons()) : new int[0];
    this.asOfPlaces = places(spendEnds, request.horizons(), Horizon::asOf);
    this.lastPlaces = places(spendEnds, request.horizons(), Horizon::lastDay);
    this.customers =
        spendEnds.length > 0
            ? new Customers(layout, () -> new SegmentSums(spendEnds))
            : new Customers(layout);
  }

  private static int[] ends(List<Horizon> horizons) {
    return horizons.stream()
        .flatMap(horizon -> Stream.of(horizon.asOf(), horizon.lastDay()))
        .mapToInt(SnapshotRows::dayNumber)
        .sorted()
        .distinct()
        .toArray();
  }

  /** {@return a sink for one thread} */
  public RowSink sink() {
    RowSink states = customers.sink(types);
    return new RowSink() {
      private boolean seenAmount;

      @Override
      public void row(
          byte[] text, int from, int to, int day, double amount, String type, int label) {
        seenAmount |= !Double.isNaN(amount);
        double kept = spendEnds.length > 0 ? amount : Double.NaN;
        states.row(text, from, to, Math.max(day, start), kept, type, NO_LABEL);
      }

      @Override
      public void end() {
        states.end();
        if (seenAmount) {
          hasAmounts.set(true);
        }
      }
    };
  }

  /** Passes the outcomes of all customers to the consumer, once all rows are added. */
  public void tell(OutcomeConsumer consumer) {
    var order = new CustomerOrder(customers, threads);
    boolean[] known = new boolean[request.horizons().size()];
    boolean[] churned = new boolean[known.length];
    int[] activeDays = new int[known.length];
    double[] spend = new double[known.length];
    Arrays.fill(spend, Double.NaN);
    long[] totals = new long[2 * spendEnds.length];
    for (int place = 0; place < order.size(); place++) {
      CustomerTable table = order.table(place);
      int row = order.row(place);
      for (int i = 0; i < churned.length; i++) {
        Horizon horizon = request.horizons().get(i);
        int asOf = SnapshotRows.dayNumber(horizon.asOf());
        long[] state = table.state(row);
        int last = asOf + horizon.days();
        activeDays[i] = layout.days().count(state, table.at(row), asOf + 1, last);
        // earlier activity counts as activity at the start
        known[i] =
            layout.days().count(state, table.at(row), start, asOf) > 0
                && !layout.hasLeft(state, table.at(row), asOf);
        churned[i] = SnapshotRows.churns(layout, state, table.at(row), asOf, horizon.days());
      }
      if (spendEnds.length > 0 && hasAmounts.get()) {
        table.sums().totals(row, totals);
        spend(totals, spend);
      }
      consumer.accept(table.id(row), known, churned, activeDays, spend);
    }
  }

  private static int[] places(
      int[] ends, List<Horizon> horizons, Function<Horizon, LocalDate> day) {
    return ends.length == 0
        ? ends
        : horizons.stream()
            .mapToInt(horizon -> SnapshotRows.dayNumber(day.apply(horizon)))
            .map(end -> 2 * Arrays.binarySearch(ends, end))
            .toArray();
  }

  private void spend(long[] totals, double[] spend) {
    for (int i = 0; i < spend.length; i++) {
      spend[i] = FixedSum.difference(totals, lastPlaces[i], asOfPlaces[i]);
    }
  }
}
