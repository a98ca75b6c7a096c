package dev.churn.postgres;

import dev.churn.domain.job.Progress;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes how far a job is, now and then, on the connection that holds its lock: that one is idle,
 * belongs to no transaction, and shows when the lock is lost.
 */
final class LockedProgress implements Progress {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PAUSE_NANOS_BETWEEN_MESSAGES = TimeUnit.MILLISECONDS.toNanos(50);

  /** Only a completed job is done. */
  private static final double ALMOST_DONE = 0.999;

  private final AdvisoryLock lock;
  private final JobRows.Tried tried;
  private final Runnable onLost;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private String lastMessage = "";
  private long lastWrite = System.nanoTime() - PAUSE_NANOS;
  private boolean ended;

  /**
   * @param onLost is run at most once, when the lock turns out to be lost
   */
  LockedProgress(AdvisoryLock lock, JobRows.Tried tried, Runnable onLost) {
    this.lock = lock;
    this.tried = tried;
    this.onLost = onLost;
  }

  @Override
  public void report(double fraction, String said) {
    String message = Objects.requireNonNullElse(said, "");
    if (!oneAtATime.tryLock()) {
      return; // another thread is reporting right now
    }
    try {
      long sinceLastWrite = System.nanoTime() - lastWrite;
      boolean isDue =
          sinceLastWrite >= PAUSE_NANOS
              || (sinceLastWrite >= PAUSE_NANOS_BETWEEN_MESSAGES && !message.equals(lastMessage));
      if (isDue && !ended) {
        write(Math.max(0, Math.min(fraction, ALMOST_DONE)), message);
        lastWrite = System.nanoTime();
        lastMessage = message;
      }
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Takes no more notes: a thread that reports late must not disturb what comes next. */
  void end() {
    oneAtATime.lock();
    try {
      ended = true;
    } finally {
      oneAtATime.unlock();
    }
  }

  private void write(double fraction, String message) {
    String sql =
        "update jobs set progress = ?, message = ?"
            + " where id = ? and attempts = ? and status = 'running'";
    try (PreparedStatement statement = lock.connection().prepareStatement(sql)) {
      statement.setDouble(1, Double.isNaN(fraction) ? 0 : fraction);
      statement.setString(2, Columns.text(message));
      statement.setObject(3, tried.job().id().value());
      statement.setInt(4, tried.attempts());
      statement.executeUpdate();
    } catch (SQLException e) {
      // Progress is told as far as possible and never fails a job; a lost lock is another matter.
      if (!lock.isHeld()) {
        ended = true;
        onLost.run();
      }
    }
  }
}
