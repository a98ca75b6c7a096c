package dev.churn.features.rfm;

import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeConsumer;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.features.event.RowSink;

/**
 * The outcomes of the customers of a file after several as-of days. The state of a customer holds
 * the active days from the first as-of day on; all earlier events count as one day, since they only
 * show that the customer is in the file.
 */
public final class OutcomeRows {
  private final OutcomeRequest request;
  private final EventTypes types;
  private final StateLayout layout;
  private final Customers customers;
  private final int start;
  private final int threads;

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
    this.customers = new Customers(layout);
  }

  /** {@return a sink for one thread} */
  public RowSink sink() {
    RowSink states = customers.sink(types);
    return new RowSink() {
      @Override
      public void row(
          byte[] text, int from, int to, int day, double amount, String type, int label) {
        states.row(text, from, to, Math.max(day, start), Double.NaN, type, NO_LABEL);
      }

      @Override
      public void end() {
        states.end();
      }
    };
  }

  /** Passes the outcomes of all customers to the consumer, once all rows are added. */
  public void tell(OutcomeConsumer consumer) {
    var order = new CustomerOrder(customers, threads);
    boolean[] known = new boolean[request.horizons().size()];
    boolean[] churned = new boolean[known.length];
    for (int place = 0; place < order.size(); place++) {
      CustomerTable table = order.table(place);
      int row = order.row(place);
      for (int i = 0; i < churned.length; i++) {
        Horizon horizon = request.horizons().get(i);
        int asOf = SnapshotRows.dayNumber(horizon.asOf());
        long[] state = table.state(row);
        // earlier activity counts as activity at the start
        known[i] =
            layout.activeDays(state, table.at(row), start, asOf) > 0
                && !layout.hasLeft(state, table.at(row), asOf);
        churned[i] = SnapshotRows.churns(layout, state, table.at(row), asOf, horizon.days());
      }
      consumer.accept(table.id(row), known, churned);
    }
  }
}
