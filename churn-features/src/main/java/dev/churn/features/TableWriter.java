package dev.churn.features;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotPlan.Planned;
import dev.churn.domain.job.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the snapshots of a feature table: threads make rows, which are written in order. */
final class TableWriter {
  private static final int CHUNK = 8192;

  private final SnapshotRows rows;
  private final CustomerOrder customers;
  private final List<Chunk> chunks = new ArrayList<>();

  TableWriter(
      StateLayout layout,
      SnapshotRows rows,
      CustomerOrder customers,
      double monetaryReference,
      int threads) {
    this.rows = rows;
    this.customers = customers;
    for (int i = 0; i < threads; i++) {
      chunks.add(new Chunk(new RfmFormulas(layout, monetaryReference)));
    }
  }

  /** Writes the header and the rows of the snapshots. */
  List<Snapshot> write(List<Planned> snapshots, OutputStream out, Progress progress) {
    List<Snapshot> written = new ArrayList<>();
    try {
      out.write((String.join(",", TableFormat.HEADER) + "\n").getBytes(StandardCharsets.US_ASCII));
      for (int s = 0; s < snapshots.size(); s++) {
        Progress part = progress.part((double) s / snapshots.size(), (s + 1.0) / snapshots.size());
        written.add(write(s, snapshots.get(s), out, part));
      }
      out.flush();
    } catch (IOException e) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, "The feature table cannot be written: " + e.getMessage(), e);
    }
    return written;
  }

  private Snapshot write(int number, Planned snapshot, OutputStream out, Progress progress)
      throws IOException {
    long count = 0;
    long labelled = 0;
    long churned = 0;
    byte[] middle = ("," + snapshot.asOf()).getBytes(StandardCharsets.US_ASCII);
    int next = 0;
    while (next < customers.size()) {
      List<Chunk> busy = new ArrayList<>();
      for (Chunk chunk : chunks) {
        if (next < customers.size()) {
          int to = Math.min(customers.size(), next + CHUNK);
          chunk.prepare(number, middle, next, to);
          busy.add(chunk);
          next = to;
        }
      }
      Parallel.run(busy);
      for (Chunk chunk : busy) {
        chunk.buffer.writeTo(out);
        count += chunk.count;
        labelled += chunk.labelled;
        churned += chunk.churned;
      }
      progress.report((double) next / customers.size(), "Writing the snapshot " + snapshot.asOf());
    }
    return new Snapshot(snapshot.asOf(), snapshot.role(), count, labelled, churned);
  }

  /** Some customers' rows in one snapshot. */
  private final class Chunk implements Runnable {
    private final RfmFormulas formulas;
    private final RowBuffer buffer = new RowBuffer();
    private final double[] values = new double[Feature.COUNT];
    private int snapshot;
    private byte[] middle;
    private int from;
    private int to;
    private long count;
    private long labelled;
    private long churned;

    Chunk(RfmFormulas formulas) {
      this.formulas = formulas;
    }

    void prepare(int newSnapshot, byte[] newMiddle, int newFrom, int newTo) {
      snapshot = newSnapshot;
      middle = newMiddle;
      from = newFrom;
      to = newTo;
    }

    @Override
    public void run() {
      buffer.clear();
      count = 0;
      labelled = 0;
      churned = 0;
      for (int place = from; place < to; place++) {
        CustomerTable table = customers.table(place);
        int row = customers.row(place);
        if (rows.includes(table.state(row), table.at(row), snapshot)) {
          append(table, row);
        }
      }
    }

    private void append(CustomerTable table, int row) {
      long[] state = table.state(row);
      int at = table.at(row);
      formulas.features(state, at, snapshot, values);
      buffer.appendId(table.idPage(row), table.idStart(row), table.idLength(row));
      buffer.append(middle);
      for (double value : values) {
        buffer.append(',');
        buffer.append(value);
      }
      buffer.append(',');
      int label = rows.label(state, at, snapshot);
      if (label != RowSink.NO_LABEL) {
        buffer.append(label == 1 ? '1' : '0');
        labelled++;
        churned += label;
      }
      buffer.append('\n');
      count++;
    }
  }
}
