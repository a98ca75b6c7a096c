package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.port.PredictionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes predictions to the prediction log asynchronously, so that callers never wait for the log.
 * Its own thread writes several times a second, in small batches, and once more on close. If the
 * queue is full, further predictions are dropped, counted and logged as a warning. The thread
 * survives every error, since a training may exhaust the memory of all threads.
 */
public final class PredictionRecorder implements AutoCloseable {
  /** The maximum number of queued predictions. */
  static final int CAPACITY = 20_000;

  private static final System.Logger LOG = System.getLogger(PredictionRecorder.class.getName());
  static final int BATCH = 1_000;
  static final long PAUSE_MILLIS = 200;
  private static final long LAST_WAIT_MILLIS = 10_000;

  private final PredictionLog log;
  private final long pauseMillis;
  private final BlockingQueue<LoggedPrediction> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread writer;
  private long told;

  /** Creates a recorder and starts its thread. */
  public PredictionRecorder(PredictionLog log) {
    this(log, CAPACITY, PAUSE_MILLIS);
  }

  PredictionRecorder(PredictionLog log, int capacity, long pauseMillis) {
    this.log = log;
    this.pauseMillis = pauseMillis;
    this.waiting = new ArrayBlockingQueue<>(capacity);
    this.writer = new Thread(this::work, "prediction-recorder");
    this.writer.setDaemon(true);
    this.writer.start();
  }

  /** Queues predictions and returns immediately. */
  public void record(List<LoggedPrediction> predictions) {
    for (LoggedPrediction prediction : predictions) {
      if (end.getCount() == 0 || !waiting.offer(prediction)) {
        dropped.incrementAndGet();
      }
    }
  }

  /**
   * {@return the number of predictions that will never be in the log, because they were dropped or
   * could not be written}
   */
  public long dropped() {
    return dropped.get();
  }

  /** {@return how often the thread survived an error, such as an exhausted memory} */
  public long faults() {
    return faults.get();
  }

  private void work() {
    List<LoggedPrediction> batch = new ArrayList<>(BATCH);
    boolean ends = false;
    while (!ends) {
      try {
        ends = pause();
        drain(batch);
      } catch (Throwable e) { // the batch stays for a retry, which replaces what was written
        faults.incrementAndGet();
      }
    }
    dropped.addAndGet((long) batch.size() + waiting.size());
    tell();
  }

  /** {@return whether the recorder is closed} */
  private boolean pause() {
    try {
      return end.await(pauseMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // only the end of the program interrupts this thread
    }
  }

  /**
   * Writes until the queue is empty or the log is unavailable; in that case the batch stays for a
   * retry.
   */
  private void drain(List<LoggedPrediction> batch) {
    do {
      waiting.drainTo(batch, BATCH - batch.size());
      if (!batch.isEmpty() && !write(batch)) {
        break;
      }
      batch.clear();
    } while (!waiting.isEmpty());
    tell();
  }

  /**
   * {@return whether the batch is finished, written or dropped} A batch that fails is halved
   * repeatedly, so that one bad prediction does not prevent the others from being written.
   */
  private boolean write(List<LoggedPrediction> batch) {
    try {
      log.append(List.copyOf(batch));
      return true;
    } catch (RuntimeException e) { // after any exception the recorder must keep working
      if (e instanceof ChurnException known && known.code().isTransient()) {
        return false;
      }
      if (batch.size() > 1) {
        int half = batch.size() / 2;
        return write(batch.subList(0, half)) && write(batch.subList(half, batch.size()));
      }
      LOG.log(System.Logger.Level.ERROR, "A prediction could not be recorded", e);
      dropped.incrementAndGet();
      return true;
    }
  }

  private void tell() {
    long now = dropped.get();
    if (now > told) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} predictions were not recorded, {1} since the server started",
          now - told,
          now);
      told = now;
    }
  }

  /** Writes the queued predictions and accepts no more; closing again has no effect. */
  @Override
  public void close() {
    end.countDown();
    try {
      writer.join(LAST_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
