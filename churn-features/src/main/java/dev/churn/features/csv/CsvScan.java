package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Misfits;
import dev.churn.features.util.Parallel;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Reads a CSV file in one pass with several threads. */
public final class CsvScan {
  private final UploadOptions options;
  private final LocalDate uploadDay;
  private final int threads;
  private final int blockSize;

  public CsvScan(UploadOptions options, LocalDate uploadDay, int threads, int blockSize) {
    this.options = options;
    this.uploadDay = uploadDay;
    this.threads = threads;
    this.blockSize = blockSize;
  }

  /**
   * The result of a scan.
   *
   * @param rows number of all rows
   * @param rejectedRows number of rejected rows
   * @param rejected the first rejected rows
   */
  public record Scanned(
      long rows, long rejectedRows, List<RejectedRow> rejected, boolean amounts, boolean types) {}

  /**
   * Reads all rows.
   *
   * @param sinks supplies one sink for each thread
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file cannot be used, {@link
   *     ErrorCode#INVALID_INPUT} if the options are invalid
   */
  public Scanned run(Content csv, Progress progress, Supplier<? extends RowSink> sinks) {
    DateReader.of(options.dateFormat()); // report an invalid date format before a bad file
    try (SourceStream source = SourceStream.open(csv, options.conventions())) {
      CsvHead head = CsvHead.read(source, options);
      var blocks = new BlockReader(source, head, blockSize, progress);
      var stop = new AtomicBoolean();
      var workers = new Worker[threads];
      for (int i = 0; i < threads; i++) {
        RowSink sink = sinks.get();
        var check = new RowCheck(options, uploadDay, sink);
        var rows = new RowReader(head, options.hasChurnLabel(), check);
        workers[i] = new Worker(blocks, rows, check, sink, stop);
      }
      Parallel.run(List.of(workers));
      return total(head, source.misfits(), workers);
    }
  }

  private static Scanned total(CsvHead head, Misfits misfits, Worker[] workers) {
    long rows = misfits.count();
    var rejects = new Rejects();
    rejects.add(misfits);
    Worker failed = null;
    for (Worker worker : workers) {
      rows += worker.rows.rows();
      rejects.add(worker.check.rejects());
      if (worker.failure != null && (failed == null || worker.failedLine < failed.failedLine)) {
        failed = worker;
      }
    }
    if (failed != null) {
      throw failed.failure; // the first failure in the file, whichever thread found it
    }
    return new Scanned(
        rows,
        rejects.total(),
        rejects.first(),
        head.columns().index(Column.AMOUNT) >= 0,
        head.columns().index(Column.EVENT_TYPE) >= 0);
  }

  private static final class Worker implements Runnable {
    private final BlockReader blocks;
    private final RowReader rows;
    private final RowCheck check;
    private final RowSink sink;
    private final AtomicBoolean stop;
    private ChurnException failure;
    private long failedLine;

    Worker(BlockReader blocks, RowReader rows, RowCheck check, RowSink sink, AtomicBoolean stop) {
      this.blocks = blocks;
      this.rows = rows;
      this.check = check;
      this.sink = sink;
      this.stop = stop;
    }

    @Override
    public void run() {
      var block = new Block();
      boolean whole = false;
      try {
        // blocks are handed out in order, so all blocks before the failing one are read completely
        while (!stop.get() && blocks.next(block)) {
          Interrupts.check("Reading the file");
          rows.read(block);
        }
        sink.end();
        whole = true;
      } catch (ChurnException e) {
        failure = e;
        failedLine = block.firstLine;
      } finally {
        if (!whole) { // also after an error of another kind, which Parallel throws
          stop.set(true);
        }
      }
    }
  }
}
