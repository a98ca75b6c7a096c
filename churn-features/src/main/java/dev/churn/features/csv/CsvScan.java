package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Misfits;
import dev.churn.features.util.Parallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a CSV file in one pass with several threads. */
public final class CsvScan {
  /** Bytes at the head of a file that are surveyed first. */
  static final int HEAD = 1 << 18;

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

  /** {@return a scan of the same file with other options} */
  CsvScan with(UploadOptions others) {
    return new CsvScan(others, uploadDay, threads, blockSize);
  }

  /**
   * Reads all rows and returns what was noticed.
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
      if (worker.failure != null && (failed == null || worker.failedLine < failed.failedLine)) {
        failed = worker;
      }
    }
    if (failed != null) {
      throw failed.failure; // the first failure in the file, whichever thread found it
    }
    return rows;
  }

  private static final class Worker implements Runnable {
    private final BlockReader blocks;
    private final RowReader rows;
    private final Runnable end;
    private final AtomicBoolean stop;
    private ChurnException failure;
    private long failedLine;

    Worker(BlockReader blocks, RowReader rows, Runnable end, AtomicBoolean stop) {
      this.blocks = blocks;
      this.rows = rows;
      this.end = end;
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
        end.run();
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
