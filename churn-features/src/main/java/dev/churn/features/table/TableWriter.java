package dev.churn.features.table;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotPlan.Planned;
import dev.churn.domain.job.Progress;
import dev.churn.features.event.RowSink;
import dev.churn.features.rfm.CustomerOrder;
import dev.churn.features.rfm.CustomerTable;
import dev.churn.features.rfm.RfmFormulas;
import dev.churn.features.rfm.SnapshotRows;
import dev.churn.features.rfm.StateLayout;
import dev.churn.features.util.Parallel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the snapshots of a feature table. Several threads compute the rows, which are written in
 * order.
 */
public final class TableWriter {
  private static final int CHUNK = 1024;
  // states that fit in a processor's cache beside everything else
  private static final int AT_ONCE = 512;

  private final SnapshotRows rows;
  private final CustomerOrder customers;
  private final int threads;
  private final RfmFormulas formulas;
  private final int watchedTypes;
  private final ThreadLocal<FeatureTexts> texts;

  public TableWriter(
      StateLayout layout,
      SnapshotRows rows,
      CustomerOrder customers,
      double monetaryReference,
      int threads) {
    this.rows = rows;
    this.customers = customers;
    this.threads = threads;
    this.formulas = new RfmFormulas(layout, monetaryReference);
    int types = layout.watchedTypes();
    this.watchedTypes = types;
    this.texts = ThreadLocal.withInitial(() -> new FeatureTexts(types));
  }

  /** Writes the header and the rows of the snapshots. */
  public List<Snapshot> write(List<Planned> snapshots, OutputStream out, Progress progress) {
    var table = new Table(snapshots, out, progress);
    List<Chunk> chunks = new ArrayList<>();
    for (int i = 0; i < 2 * threads; i++) {
      chunks.add(new Chunk(table));
    }
    try {
      String header = String.join(",", TableFormat.header(watchedTypes)) + "\n";
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      Parallel.inOrder(table.chunksOfSnapshot * snapshots.size(), threads, chunks);
      out.flush();
    } catch (UncheckedIOException e) {
      throw unavailable(e.getCause());
    } catch (IOException e) {
      throw unavailable(e);
    }
    return table.written();
  }

  private static ChurnException unavailable(IOException e) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "The feature table cannot be written: " + e.getMessage(), e);
  }

  /** A table that is being written, with the number of rows so far. */
  private final class Table {
    private final List<Planned> snapshots;
    private final OutputStream out;
    private final Progress progress;
    private final int chunksOfSnapshot = (customers.size() + CHUNK - 1) / CHUNK;
    private final List<byte[]> middles = new ArrayList<>();
    private final long[] counts;
    private final long[] labeled;
    private final long[] churned;

    Table(List<Planned> snapshots, OutputStream out, Progress progress) {
      this.snapshots = snapshots;
      this.out = out;
      this.progress = progress;
      for (Planned snapshot : snapshots) {
        String middle = "," + snapshot.asOf() + ",";
        middles.add(middle.getBytes(StandardCharsets.US_ASCII));
      }
      this.counts = new long[snapshots.size()];
      this.labeled = new long[snapshots.size()];
      this.churned = new long[snapshots.size()];
    }

    List<Snapshot> written() {
      List<Snapshot> written = new ArrayList<>();
      for (int s = 0; s < counts.length; s++) {
        Planned planned = snapshots.get(s);
        written.add(
            new Snapshot(planned.asOf(), planned.role(), counts[s], labeled[s], churned[s]));
      }
      return written;
    }
  }

  /** The rows of a range of customers in one snapshot. */
  private final class Chunk implements Parallel.Part {
    private final Table table;
    private final RowBuffer buffer = new RowBuffer();
    private final double[] values = new double[FeatureVector.width(watchedTypes)];
    private int number;
    private int snapshot;

    // without a use of the result, the reads would be optimized away
    @SuppressWarnings("UnusedVariable")
    private long touched;

    private long count;
    private long labeled;
    private long churned;

    Chunk(Table table) {
      this.table = table;
    }

    @Override
    public void make(int newNumber) {
      number = newNumber;
      snapshot = number / table.chunksOfSnapshot;
      buffer.clear();
      count = 0;
      labeled = 0;
      churned = 0;
      int from = number % table.chunksOfSnapshot * CHUNK;
      int to = Math.min(customers.size(), from + CHUNK);
      for (int next = from; next < to; next += AT_ONCE) {
        append(next, Math.min(to, next + AT_ONCE));
      }
    }

    private void append(int from, int to) {
      FeatureTexts textsOfThread = texts.get();
      touched ^= customers.touch(from, to);
      for (int place = from; place < to; place++) {
        CustomerTable customer = customers.table(place);
        int row = customers.row(place);
        if (rows.includes(customer.state(row), customer.at(row), snapshot)) {
          append(customer, row, textsOfThread);
        }
      }
    }

    private void append(CustomerTable customer, int row, FeatureTexts texts) {
      long[] state = customer.state(row);
      int at = customer.at(row);
      formulas.features(state, at, snapshot, values);
      int label = rows.label(state, at, snapshot);
      buffer.append(
          customer.idPage(row),
          customer.idStart(row),
          customer.idLength(row),
          customer.hasPlainIds(),
          table.middles.get(snapshot),
          values,
          texts,
          label,
          rows.nextActivityDays(state, at, snapshot));
      count++;
      if (label != RowSink.NO_LABEL && label != SnapshotRows.LEFT) {
        labeled++;
        churned += label;
      }
    }

    @Override
    public void give() {
      try {
        buffer.writeTo(table.out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      table.counts[snapshot] += count;
      table.labeled[snapshot] += labeled;
      table.churned[snapshot] += churned;
      table.progress.report(
          (number + 1.0) / table.chunksOfSnapshot / table.counts.length,
          "Writing the snapshot " + table.snapshots.get(snapshot).asOf());
    }
  }
}
