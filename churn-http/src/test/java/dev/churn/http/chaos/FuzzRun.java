package dev.churn.http.chaos;

import com.sun.management.ThreadMXBean;
import dev.churn.domain.ChurnException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Feeds a target with inputs and watches time, memory and what it throws. */
final class FuzzRun {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final FuzzTarget target;
  private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final AtomicReference<Running> running = new AtomicReference<>();
  private long refused;
  private long slowestNanos;
  private long mostBytes;

  FuzzRun(FuzzTarget target) {
    this.target = target;
  }

  private static final class Running {
    private final byte[] input;
    private final long since;

    Running(byte[] input, long since) {
      this.input = input;
      this.since = since;
    }
  }

  /**
   * What was seen.
   *
   * @param refused how many calls were answered in words
   */
  record Seen(
      String target,
      long inputs,
      long refused,
      double seconds,
      double slowestMillis,
      long mostBytes) {}

  /** Feeds it with random inputs. */
  Seen run(long inputs, long seed) throws InterruptedException {
    var mutations = new Mutations(target.examples(), target.words(), seed);
    var failure = new AtomicReference<Throwable>();
    long begin = System.nanoTime();
    var thread =
        new Thread(
            () -> {
              try {
                for (long fed = 0; fed < inputs; fed += target.inputsEach()) {
                  feed(input(mutations, fed));
                }
              } catch (Throwable e) { // told below
                failure.set(e);
              }
            },
            "fuzz-" + target.name());
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(1000);
      Running now = running.get();
      if (now != null && System.nanoTime() - now.since > MOST_NANOS) {
        throw new AssertionError(target.name() + " hangs on " + shown(now.input));
      }
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get().getMessage(), failure.get());
    }
    return new Seen(
        target.name(),
        inputs,
        refused,
        (System.nanoTime() - begin) / 1e9,
        slowestNanos / 1e6,
        mostBytes);
  }

  private byte[] input(Mutations mutations, long fed) {
    if (target.inputsEach() == 1) {
      byte[] input = mutations.next();
      boolean isModel = target.name().equals("models");
      return isModel && fed % 8 != 0 ? FuzzTarget.withChecksum(input) : input;
    }
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < target.inputsEach(); i++) {
      rows.add(mutations.next());
    }
    return FuzzTarget.fileOf(rows);
  }

  /** Feeds it with one input. */
  void feed(byte[] input) {
    long begin = System.nanoTime();
    long before = memory.getCurrentThreadAllocatedBytes();
    running.set(new Running(input, begin));
    try {
      target.reader().read(input);
    } catch (ChurnException e) {
      refused++; // in words
    } catch (RuntimeException | Error e) {
      throw new AssertionError("%s: %s for %s".formatted(target.name(), e, shown(input)), e);
    } finally {
      running.set(null);
    }
    long bytes = memory.getCurrentThreadAllocatedBytes() - before;
    slowestNanos = Math.max(slowestNanos, System.nanoTime() - begin);
    mostBytes = Math.max(mostBytes, bytes);
    if (bytes > FuzzTarget.MOST_ALLOCATED_BYTES) {
      throw new AssertionError(
          "%s needs %d bytes for %s".formatted(target.name(), bytes, shown(input)));
    }
  }

  /** {@return an input as text that a case can be made of} */
  private static String shown(byte[] input) {
    return Optional.of(Base64.getEncoder().encodeToString(input))
        .map(text -> text.length() > 20_000 ? text.substring(0, 20_000) + "..." : text)
        .get();
  }
}
