package dev.churn.features.event;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import dev.churn.features.csv.Block;
import dev.churn.features.csv.BlockReader;
import dev.churn.features.csv.ColumnMap;
import dev.churn.features.csv.CsvHead;
import dev.churn.features.csv.RowConsumer;
import dev.churn.features.csv.RowReader;
import dev.churn.features.csv.SourceStream;
import dev.churn.features.date.DateEvidence;
import dev.churn.features.date.DateReader;
import dev.churn.features.util.Parallel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a CSV file in one pass with several threads. */
public final class CsvScan {
  /** Bytes at the head of a file that are surveyed first. */
  static final int HEAD = 1 << 14;

  private final UploadOptions options;
  private final LocalDate uploadDay;
  private final int threads;
  private final int blockSize;
  private final ReadingLimits limits;

  public CsvScan(
      UploadOptions options,
      LocalDate uploadDay,
      int threads,
      int blockSize,
      ReadingLimits limits) {
    this.options = options;
    this.uploadDay = uploadDay;
    this.threads = threads;
    this.blockSize = blockSize;
    this.limits = limits;
  }

  /** {@return a scan of the same file with other options} */
  CsvScan with(UploadOptions others) {
    return new CsvScan(others, uploadDay, threads, blockSize, limits);
  }

  /**
   * Reads all rows and returns what was noticed. Use what the sinks received only after this method
   * returns, since whether the bytes are the stored ones is known only then.
   *
   * @param sinks supplies one sink for each thread
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file cannot be used, {@link
   *     ErrorCode#INVALID_INPUT} if the options are invalid, {@link ErrorCode#TOO_LARGE} if the
   *     file is beyond a limit
   */
  public Scanned run(Content csv, Progress progress, Supplier<? extends RowSink> sinks) {
    requireDateFormat();
    try (SourceStream source = SourceStream.open(csv, options.conventions(), limits)) {
      return run(source, progress, sinks);
    }
  }

  private Scanned run(SourceStream source, Progress progress, Supplier<? extends RowSink> sinks) {
    try {
      CsvHead head = CsvHead.read(source, options);
      List<RowCheck> checks = new ArrayList<>();
      boolean product = head.columns().isProduct();
      List<RowReader> readers =
          read(
              new BlockReader(source, head, blockSize, progress),
              head,
              () -> {
                checks.add(new RowCheck(options, uploadDay, product, sinks.get()));
                return checks.get(checks.size() - 1);
              },
              RowCheck::end);
      return Scanned.of(head, readers, checks, source.findings());
    } catch (ChurnException e) {
      throw source.unlessChanged(e);
    }
  }

  /** Reports an invalid date format before a bad file. */
  private void requireDateFormat() {
    DateReader.of(options.dateFormat(), options.conventions().timeZone(), uploadDay);
  }

  /**
   * The survey of a file.
   *
   * @param isWhole whether all of the file was surveyed, and not only its head
   */
  record Surveyed(ColumnMap columns, FileSurvey survey, boolean isWhole) {}

  /** Surveys the first rows of a file, or all if they are few. */
  Surveyed surveyHead(Content csv) {
    requireDateFormat();
    try (SourceStream source = SourceStream.open(csv, options.conventions(), limits)) {
      CsvHead head = CsvHead.read(source, options);
      FileSurvey survey = survey(source);
      var rows = new RowReader(head, options.hasChurnLabel(), survey);
      var blocks = new BlockReader(source, head, HEAD, Progress.none());
      var block = new Block();
      if (blocks.next(block)) {
        rows.read(block);
      }
      return new Surveyed(head.columns(), survey, blocks.isAtEnd());
    }
  }

  /** Surveys all rows of a file. */
  Surveyed survey(Content csv) {
    try (SourceStream source = SourceStream.open(csv, options.conventions(), limits)) {
      CsvHead head = CsvHead.read(source, options);
      List<FileSurvey> surveys = new ArrayList<>();
      read(
          new BlockReader(source, head, blockSize, Progress.none()),
          head,
          () -> {
            surveys.add(survey(source));
            return surveys.get(surveys.size() - 1);
          },
          survey -> {});
      FileSurvey all = survey(source);
      surveys.forEach(all::add);
      return new Surveyed(head.columns(), all, true);
    }
  }

  private FileSurvey survey(SourceStream source) {
    return new FileSurvey(
        options.conventions(),
        new DateEvidence(options.conventions().timeZone(), uploadDay),
        source.findings().encoding().isPresent());
  }

  /**
   * Has the rows of a file read by several threads.
   *
   * @param consumers supplies one consumer for each thread
   * @param end called for the consumer of a thread that has read its last row
   * @return what read the rows
   */
  private <C extends RowConsumer> List<RowReader> read(
      BlockReader blocks, CsvHead head, Supplier<C> consumers, Consumer<C> end) {
    var stop = new AtomicBoolean();
    var count = new AtomicLong();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      C consumer = consumers.get();
      var rows = new RowReader(head, options.hasChurnLabel(), consumer);
      workers.add(new Worker(blocks, rows, () -> end.accept(consumer), count, stop));
    }
    Parallel.run(workers);
    Worker failed = null;
    for (Worker worker : workers) {
      if (worker.failure != null && (failed == null || worker.failedLine < failed.failedLine)) {
        failed = worker;
      }
    }
    if (failed != null) {
      throw failed.failure; // the first failure in the file, whichever thread found it
    }
    return workers.stream().map(worker -> worker.rows).toList();
  }

  private void requireFewRows(long found) {
    if (found > limits.rows()) {
      throw new ChurnException(
          ErrorCode.TOO_LARGE,
          "The file: expected %d rows at most (MAX_UPLOAD_ROWS), found more; split it"
              .formatted(limits.rows()));
    }
  }

  private final class Worker implements Runnable {
    private final BlockReader blocks;
    private final RowReader rows;
    private final Runnable end;
    private final AtomicLong count;
    private final AtomicBoolean stop;
    private ChurnException failure;
    private long failedLine;

    Worker(BlockReader blocks, RowReader rows, Runnable end, AtomicLong count, AtomicBoolean stop) {
      this.blocks = blocks;
      this.rows = rows;
      this.end = end;
      this.count = count;
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
          long before = rows.rows();
          rows.read(block);
          requireFewRows(count.addAndGet(rows.rows() - before));
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
