package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import weka.classifiers.Classifier;
import weka.classifiers.IteratedSingleClassifierEnhancer;
import weka.classifiers.IterativeClassifier;
import weka.classifiers.functions.MultilayerPerceptron;
import weka.classifiers.meta.AdaBoostM1;
import weka.classifiers.meta.LogitBoost;
import weka.core.Instances;

/**
 * Lets Weka learn, on a thread of its own: one that may recurse deeper than the caller's, that is
 * interrupted with the caller and that, should Weka not notice, is left behind.
 */
final class WekaTrainer {
  private static final long STACK_BYTES = 256L << 20;
  private static final Duration REPORTED = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration REMINDED = Duration.ofMillis(50);

  private WekaTrainer() {}

  /**
   * Builds a classifier.
   *
   * @param progress is told on the caller's thread; the fraction stays at 0 until the end if the
   *     classifier does not tell how far it is
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the classifier cannot learn from
   *     the data, in Weka's words; with {@link ErrorCode#UNAVAILABLE} if the thread is interrupted,
   *     within about two seconds, the interrupt staying set
   */
  static void build(Classifier classifier, Instances data, Progress progress) {
    WekaRuntime.start();
    String name = classifier.getClass().getSimpleName();
    var work = new Work(classifier, data);
    var worker = new Thread(null, work, "weka-" + name, STACK_BYTES);
    worker.setDaemon(true);
    worker.start();
    try {
      progress.report(0, name + " starts to learn from " + data.numInstances() + " rows");
      long start = System.nanoTime();
      while (!work.awaitEnd(REPORTED)) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        progress.report(work.fraction(), name + " has been learning for " + seconds + " s");
      }
    } catch (InterruptedException e) {
      stop(worker);
      Thread.currentThread().interrupt();
      throw new ChurnException(
          ErrorCode.UNAVAILABLE, "The training was interrupted; it can be started again", e);
    } catch (RuntimeException e) {
      stop(worker);
      throw e;
    }
    work.throwFailure(name);
    progress.report(1, name + " has learned");
  }

  /** Interrupts until the worker ends or the grace is over, since Weka may drop an interrupt. */
  private static void stop(Thread worker) {
    long end = System.nanoTime() + GRACE.toNanos();
    boolean again = false;
    while (worker.isAlive() && System.nanoTime() < end) {
      worker.interrupt();
      try {
        worker.join(REMINDED.toMillis());
      } catch (InterruptedException e) {
        again = true;
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the worker does, and what came of it. */
  private static final class Work implements Runnable {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Classifier classifier;
    private final Instances data;
    private volatile double fraction;
    private volatile Throwable failure;

    Work(Classifier classifier, Instances data) {
      this.classifier = classifier;
      this.data = data;
    }

    @Override
    public void run() {
      try {
        learn();
      } catch (Throwable e) {
        // Also errors: too little memory or stack is for the caller to tell, not for this thread.
        failure = e;
      } finally {
        ended.countDown();
      }
    }

    boolean awaitEnd(Duration patience) throws InterruptedException {
      return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    double fraction() {
      return fraction;
    }

    private void learn() throws Exception {
      int rounds = rounds();
      if (rounds == 0) {
        classifier.buildClassifier(data);
        return;
      }
      // The very steps of buildClassifier of these three.
      var iterative = (IterativeClassifier) classifier;
      iterative.initializeClassifier(data);
      for (int i = 1; iterative.next(); i++) {
        fraction = Math.min(1, (double) i / rounds);
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
      }
      iterative.done();
    }

    /** {@return the rounds of a classifier that is built in rounds, otherwise 0} */
    private int rounds() {
      if (classifier.getClass() == MultilayerPerceptron.class) {
        return ((MultilayerPerceptron) classifier).getTrainingTime();
      }
      return classifier.getClass() == AdaBoostM1.class || classifier.getClass() == LogitBoost.class
          ? ((IteratedSingleClassifierEnhancer) classifier).getNumIterations()
          : 0;
    }

    private static String explained(Error error) {
      if (error instanceof OutOfMemoryError) {
        return "it needs more memory than there is";
      }
      return error instanceof StackOverflowError
          ? "it recurses too deeply"
          : error.getClass().getSimpleName() + " " + WekaCatalog.words(error);
    }

    void throwFailure(String name) {
      if (failure == null) {
        return;
      }
      String why = failure instanceof Error error ? explained(error) : WekaCatalog.words(failure);
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected " + name + " to learn from " + data.numInstances() + " rows; Weka says: " + why,
          failure);
    }
  }
}
