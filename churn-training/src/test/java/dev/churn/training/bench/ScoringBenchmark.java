package dev.churn.training.bench;

import dev.churn.domain.bench.Report;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor.BulkPredictor;
import dev.churn.training.Synthetic;
import dev.churn.training.model.CalibratedPredictor;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * From the eight features to the calibrated probability, deriving the inputs included: one customer
 * after the other, as for a call of {@code predict}, and many at once.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {
  private static final int CUSTOMERS = 4096;
  private static final int ROWS = 20_000;

  /** Named as in {@link TestModels}. */
  @Param({
    "logistic_regression",
    "random_forest",
    "gradient_boosting",
    "regression alone",
    "100 trees of depth 10"
  })
  public String model;

  private CalibratedPredictor scored;
  private FeatureVector[] customers;
  private double[] features;
  private double[] probabilities;
  private BulkPredictor bulk;
  private int next;

  /** Trains, and draws the customers. */
  @Setup
  public void prepare() {
    Map<String, CalibratedPredictor> models = new HashMap<>(TestModels.plain(100_000));
    if (!models.containsKey(model)) {
      models.putAll(TestModels.trained(ROWS));
    }
    scored = models.get(model);
    Report.print("%s: %s", model, TestModels.describe(scored));
    var random = new Random(7);
    customers = new FeatureVector[CUSTOMERS];
    features = new double[CUSTOMERS * FeatureVector.WIDTH];
    for (int i = 0; i < CUSTOMERS; i++) {
      customers[i] = Synthetic.customer(random);
      customers[i].copyTo(features, i * FeatureVector.WIDTH);
    }
    probabilities = new double[CUSTOMERS];
    bulk = scored.bulk();
  }

  /** {@return the probability of one customer} */
  @Benchmark
  public double one() {
    next = (next + 1) % CUSTOMERS;
    return scored.predict(customers[next]).value();
  }

  /** {@return the probabilities of many, each being one operation} */
  @Benchmark
  @OperationsPerInvocation(CUSTOMERS)
  public double[] many() {
    bulk.predict(features, CUSTOMERS, probabilities);
    return probabilities;
  }

  /** Runs all of them. */
  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(ScoringBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .build())
        .run();
  }
}
