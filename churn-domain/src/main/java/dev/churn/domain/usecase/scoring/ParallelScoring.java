package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.model.Predictor;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Scores customers on all processors while others are still being read, and passes them on in the
 * order in which they were added. Used by one thread, which receives the results.
 */
final class ParallelScoring implements AutoCloseable {
  private static final String SCORING = "The scoring";

  private record Running(CustomerBlock block, Future<?> scoring) {}

  private final List<Predictor> models;
  private final ToIntFunction<String> answering;
  private final Consumer<CustomerBlock> results;
  private final int maxRunning;
  private final ExecutorService threads;
  private final Deque<Running> running = new ArrayDeque<>();
  private CustomerBlock next;

  /**
   * Starts the threads.
   *
   * @param answering the index of the model whose prediction is the answer for a customer, or a
   *     negative number if it is none of these
   * @param results receives the scored customers, in the thread that adds them
   */
  ParallelScoring(
      List<Predictor> models, ToIntFunction<String> answering, Consumer<CustomerBlock> results) {
    this.models = models;
    this.answering = answering;
    this.results = results;
    this.next = new CustomerBlock(models, answering);
    int processors = Runtime.getRuntime().availableProcessors();
    this.maxRunning = 2 * processors; // all threads can work while results are passed on
    this.threads = Executors.newFixedThreadPool(processors, ParallelScoring::thread);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "churn-scoring");
    thread.setDaemon(true); // an interrupted caller must not keep the program from ending
    return thread;
  }

  /**
   * Adds a customer, and passes on earlier ones.
   *
   * @param hasLeft whether the customer has left by an event, so that churn is certain
   * @throws ChurnException with {@code UNAVAILABLE} if the thread is interrupted
   */
  void add(String customer, LocalDate asOf, FeatureVector features, boolean hasLeft) {
    next.add(customer, asOf, features, hasLeft);
    if (next.isFull()) {
      submit();
      if (running.size() > maxRunning) {
        passOn();
      }
    }
  }

  /** Passes on all customers that were added. */
  void finish() {
    if (next.size() > 0) {
      submit();
    }
    while (!running.isEmpty()) {
      passOn();
    }
  }

  private void submit() {
    CustomerBlock full = next;
    running.add(new Running(full, threads.submit(full::score)));
    next = new CustomerBlock(models, answering);
  }

  private void passOn() {
    Interrupts.check(SCORING); // get() notices an interrupt only while it waits
    Running oldest = running.remove();
    try {
      oldest.scoring().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // scoring throws no checked exceptions
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Interrupts.check(SCORING);
    }
    results.accept(oldest.block());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
