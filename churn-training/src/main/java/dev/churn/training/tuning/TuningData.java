package dev.churn.training.tuning;

import dev.churn.training.data.TrainingSample;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What hyperparameters are chosen with: nothing but the rows to learn from. Of many rows a part of
 * the customers is enough to choose by; the model then learns from all. Used by one thread.
 */
public final class TuningData {
  /** About how many rows are chosen by at most. */
  public static final int MAX_ROWS = 200_000;

  private final TrainingSample all;
  private final TrainingSample sample;
  private final Validation validation;
  private final int horizonDays;
  private final long seed;
  private final Map<Class<?>, Object> shared = new HashMap<>();

  /**
   * @param all the rows that the model learns from
   * @param horizonDays how many days the labels look ahead
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

  /** {@return those of them that are chosen by} */
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

  /** {@return what several types of model need, made when it is first asked for} */
  public <T> T shared(Class<T> type, Supplier<T> make) {
    if (!shared.containsKey(type)) {
      shared.put(type, make.get());
    }
    return type.cast(shared.get(type));
  }

  /** {@return how hyperparameters are chosen, by name, to be kept with the model} */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("tuning", validation.method());
    parameters.put("tuning_rows", Integer.toString(sample.size()));
    return parameters;
  }
}
