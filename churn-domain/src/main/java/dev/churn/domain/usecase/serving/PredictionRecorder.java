package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
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
 * Puts predictions into the log beside the calls that make them: a call hands over and goes on,
 * whatever the log does. A thread of its own writes several times a second, so that there is never
 * much to write at once, and once more at the end. What comes while the queue is full is dropped,
 * counted and said.
 */
public final class PredictionRecorder implements AutoCloseable {
  /** How many predictions may wait. */
  static final int CAPACITY = 20_000;

  private static final System.Logger LOG = System.getLogger(PredictionRecorder.class.getName());
  static final int BATCH = 1_000;
  static final long PAUSE_MILLIS = 200;
  private static final long LAST_WAIT_MILLIS = 10_000;

  private final PredictionLog log;
  private final long pauseMillis;
  private final BlockingQueue<LoggedPrediction> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread writer;
  private long told;

  /** Starts the thread. */
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

  /** Hands predictions over; returns at once. */
  public void record(List<LoggedPrediction> predictions) {
    for (LoggedPrediction prediction : predictions) {
      if (end.getCount() == 0 || !waiting.offer(prediction)) {
        dropped.incrementAndGet();
      }
    }
  }

  /** {@return how many predictions are not in the log and will not be} */
  public long dropped() {
    return dropped.get();
  }

  private void work() {
    List<LoggedPrediction> batch = new ArrayList<>();
    boolean ends = false;
    while (!ends) {
      ends = pause();
      drain(batch);
    }
    dropped.addAndGet((long) batch.size() + waiting.size());
    tell();
  }

  /** {@return whether no more predictions come} */
  private boolean pause() {
    try {
      return end.await(pauseMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // nobody here interrupts it, so the program wants to end
    }
  }

  /** Writes until nothing waits or the log does not answer; the batch is then left for later. */
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
   * {@return whether the batch is done with, for better or worse} One prediction that cannot be
   * written takes no other with it: the batch is halved until it stands alone.
   */
  private boolean write(List<LoggedPrediction> batch) {
    try {
      log.append(List.copyOf(batch));
      return true;
    } catch (RuntimeException e) { // whatever it is, predictions must go on being recorded
      if (e instanceof ChurnException known && known.code() == ErrorCode.UNAVAILABLE) {
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

  /** Writes what waits, and takes no more; closing again does nothing. */
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
