package dev.churn.postgres;

import dev.churn.domain.job.Progress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes the progress of a job at intervals and checks whether it is to be canceled. It uses the
 * connection that holds the job's lock: that connection is idle, belongs to no transaction, and
 * shows when the lock is lost.
 */
final class LockedProgress implements Progress {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long PAUSE_NANOS_BETWEEN_MESSAGES = TimeUnit.MILLISECONDS.toNanos(50);

  /** Maximum progress before completion; only a completed job reports 1. */
  private static final double ALMOST_DONE = 0.999;

  private final AdvisoryLock lock;
  private final JobRows.Tried tried;
  private final Runnable interrupt;
  private final ReentrantLock reporting = new ReentrantLock();

  /** Held while the connection is used, and while the work is interrupted. */
  private final ReentrantLock using = new ReentrantLock();

  private String lastMessage = "";
  private long lastWrite = System.nanoTime() - PAUSE_NANOS;
  private boolean ended;

  /**
   * @param interrupt interrupts the work: it runs once if the lock is lost, repeatedly while the
   *     job is to be canceled, and never after {@link #end}
   */
  LockedProgress(AdvisoryLock lock, JobRows.Tried tried, Runnable interrupt) {
    this.lock = lock;
    this.tried = tried;
    this.interrupt = interrupt;
  }

  @Override
  public void report(double fraction, String said) {
    String message = Objects.requireNonNullElse(said, "");
    if (!reporting.tryLock()) {
      return; // another thread is reporting right now
    }
    try {
      long sinceLastWrite = System.nanoTime() - lastWrite;
      boolean isDue =
          sinceLastWrite >= PAUSE_NANOS
              || (sinceLastWrite >= PAUSE_NANOS_BETWEEN_MESSAGES && !message.equals(lastMessage));
      if (isDue) {
        use(() -> write(Math.max(0, Math.min(fraction, ALMOST_DONE)), message));
        lastWrite = System.nanoTime();
        lastMessage = message;
      }
    } finally {
      reporting.unlock();
    }
  }

  /** Interrupts the work if the job is to be canceled or the lock is lost. */
  void look() {
    use(
        () -> {
          if (isToBeCanceled()) {
            interrupt.run();
          }
        });
  }

  /** Stops reporting and interrupting: a thread that reports late must not disturb later work. */
  void end() {
    using.lock();
    try {
      ended = true;
    } finally {
      using.unlock();
    }
  }

  private interface Use {
    void run() throws SQLException;
  }

  private void use(Use use) {
    using.lock();
    try {
      if (!ended) {
        use.run();
      }
    } catch (SQLException e) {
      // Progress reports are best effort and never fail a job; losing the lock does.
      if (!lock.isHeld()) {
        ended = true;
        interrupt.run();
      }
    } finally {
      using.unlock();
    }
  }

  private boolean isToBeCanceled() throws SQLException {
    String sql =
        "select true from jobs where id = ? and attempt_token = ? and cancel_requested_at is not null";
    try (PreparedStatement statement = lock.connection().prepareStatement(sql)) {
      statement.setObject(1, tried.job().id().value());
      statement.setLong(2, tried.token());
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Writes the progress, unless the job is to be canceled. */
  private void write(double fraction, String message) throws SQLException {
    String sql =
        "update jobs set progress = ?, message = ? where id = ? and attempt_token = ?"
            + " and status = 'running' and cancel_requested_at is null";
    try (PreparedStatement statement = lock.connection().prepareStatement(sql)) {
      statement.setDouble(1, Double.isNaN(fraction) ? 0 : fraction);
      statement.setString(2, Columns.text(message));
      statement.setObject(3, tried.job().id().value());
      statement.setLong(4, tried.token());
      statement.executeUpdate();
    }
  }
}
