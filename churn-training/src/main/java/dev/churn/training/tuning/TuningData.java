package dev.churn.training.tuning;

import dev.churn.training.data.TrainingSample;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The data for choosing hyperparameters: only the rows to learn from. Of many rows, it uses those
 * of a part of the customers; the final model still learns from all. Used by one thread.
 */
public final class TuningData {
  /** Approximate maximum number of rows for tuning. */
  public static final int MAX_ROWS = 200_000;

  private final TrainingSample all;
  private final TrainingSample sample;
  private final Validation validation;
  private final int horizonDays;
  private final long seed;
  private final Map<Class<?>, Object> shared = new HashMap<>();

  /**
   * @param all the rows that the model learns from
   * @param horizonDays horizon of the labels in days
   */
  public TuningData(TrainingSample all, int horizonDays, long seed) {
    this.all = all;
    this.sample = all.ofSomeCustomers(MAX_ROWS, seed);
    this.validation = Validation.of(sample, seed);
    this.horizonDays = horizonDays;
    this.seed = seed;
  }

  /** {@return the rows that the model learns from} */
  public TrainingSample all() {
    return all;
  }

  /** {@return the part of the rows that tuning uses} */
  public TrainingSample sample() {
    return sample;
  }

  public Validation validation() {
    return validation;
  }

  public int horizonDays() {
    return horizonDays;
  }

  public long seed() {
    return seed;
  }

  /** {@return a value that several model types share, computed on first use} */
  public <T> T shared(Class<T> type, Supplier<T> make) {
    if (!shared.containsKey(type)) {
      shared.put(type, make.get());
    }
    return type.cast(shared.get(type));
  }

  /** {@return how hyperparameters were chosen, by name, for the model's metadata} */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("tuning", validation.method());
    parameters.put("tuning_rows", Integer.toString(sample.size()));
    return parameters;
  }
}
