package dev.churn.features.rfm;

import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.features.util.Parallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes the features of all customers as of one day, in several threads, and returns them in
 * order.
 */
public final class CustomerFeatures {
  private static final int CHUNK = 256;
  private static final Optional<Boolean> LEFT = Optional.of(true);

  private final StateLayout layout;
  private final CustomerOrder customers;
  private final RfmFormulas formulas;
  private final int threads;

  public CustomerFeatures(
      StateLayout layout, CustomerOrder customers, FeatureDefinition definition, int threads) {
    this.layout = layout;
    this.customers = customers;
    this.formulas = new RfmFormulas(layout, definition.monetaryReference());
    this.threads = threads;
  }

  /**
   * Passes a row for each customer to the consumer, in the caller's thread; the label is true for
   * those who have left by an event, and otherwise empty.
   */
  public void give(LocalDate asOf, FeatureRowConsumer consumer, Progress progress) {
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < 2 * threads; i++) {
      chunks.add(new Chunk(asOf, consumer, progress));
    }
    Parallel.inOrder((customers.size() + CHUNK - 1) / CHUNK, threads, chunks);
  }

  /** The features of a range of customers. */
  private final class Chunk implements Parallel.Part {
    private final LocalDate asOf;
    private final FeatureRowConsumer consumer;
    private final Progress progress;
    private final String[] ids = new String[CHUNK];
    private final FeatureVector[] vectors = new FeatureVector[CHUNK];
    private final boolean[] left = new boolean[CHUNK];

    // without a use of the result, the reads would be optimized away
    @SuppressWarnings("UnusedVariable")
    private long touched;

    private int from;
    private int to;

    Chunk(LocalDate asOf, FeatureRowConsumer consumer, Progress progress) {
      this.asOf = asOf;
      this.consumer = consumer;
      this.progress = progress;
    }

    @Override
    public void make(int number) {
      from = number * CHUNK;
      to = Math.min(customers.size(), from + CHUNK);
      double[] values = new double[FeatureVector.WIDTH];
      touched ^= customers.touch(from, to);
      for (int place = from; place < to; place++) {
        CustomerTable table = customers.table(place);
        int row = customers.row(place);
        formulas.features(table.state(row), table.at(row), 0, values);
        ids[place - from] = table.id(row);
        vectors[place - from] = FeatureVector.of(values);
        left[place - from] =
            layout.hasLeft(table.state(row), table.at(row), SnapshotRows.dayNumber(asOf));
      }
    }

    @Override
    public void give() {
      progress.report((double) from / customers.size(), "Scoring customers");
      for (int i = 0; i < to - from; i++) {
        consumer.accept(ids[i], asOf, vectors[i], left[i] ? LEFT : Optional.empty());
      }
    }
  }
}
