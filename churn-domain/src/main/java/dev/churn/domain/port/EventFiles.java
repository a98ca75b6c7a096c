package dev.churn.domain.port;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads from a CSV file of events what it says of its customers: their features on a day, what they
 * did, and whether they churned. Memory grows with the number of customers, never with the size of
 * a file.
 */
public interface EventFiles {
  /** How many events of a customer {@link #histories} gives at most. */
  int MAX_HISTORY = 10_000;

  /**
   * Reads a CSV file once and gives the features of every customer with an event on or before an
   * as-of day, by customer id as bytes in UTF-8. They are, bit for bit, those that {@link
   * FeatureCalculator#compute} gives for the customer's valid rows.
   *
   * @param consumer called on the calling thread; labels are empty
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no such customer
   */
  void score(ScoreRequest request, Content csv, FeatureRowConsumer consumer, Progress progress);

  /**
   * {@return what a file says of a few customers} Those with more than {@link #MAX_HISTORY} events,
   * and those whom the file does not name, are left out.
   */
  Map<String, List<CustomerEvent>> histories(
      UploadOptions options, LocalDate uploadDay, Content csv, Set<String> customers);

  /**
   * Reads a CSV file once and tells of every customer in it whether they churned after some as-of
   * days, by the code that labels the snapshots of feature tables. Customers come in the order of
   * their ids as UTF-8 bytes; those who are only named after the last known day do not come.
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the file is not the one of the
   *     profile
   */
  void outcomes(OutcomeRequest request, Content csv, OutcomeConsumer consumer, Progress progress);

  /**
   * Which features of a file are wanted.
   *
   * @param firstDay the first day among the valid rows, as {@link EventFileProfiler#profile} found
   *     it
   * @param eventTypes how many distinct event types it found
   * @param asOf the day from which to look back
   * @param definition how the features are computed; the options' event types do not count
   */
  record ScoreRequest(
      UploadOptions options,
      LocalDate uploadDay,
      LocalDate firstDay,
      int eventTypes,
      LocalDate asOf,
      FeatureDefinition definition) {}

  /**
   * What is asked of a file after the fact.
   *
   * @param asOf E, the last known day
   * @param activityEventTypes the event types that count as activity; empty means all
   * @param horizons after which days; none ends after {@code asOf}
   */
  record OutcomeRequest(
      UploadOptions options,
      CsvProfile profile,
      LocalDate uploadDay,
      LocalDate asOf,
      Set<String> activityEventTypes,
      List<Horizon> horizons) {
    public OutcomeRequest {
      activityEventTypes = Set.copyOf(activityEventTypes);
      horizons = List.copyOf(horizons);
      for (Horizon horizon : horizons) {
        if (horizon.lastDay().isAfter(asOf)) {
          throw new IllegalArgumentException(
              "expected a horizon that has closed on %s, found %s".formatted(asOf, horizon));
        }
      }
    }
  }

  /** The days (T, T + H] in which a customer may show activity, or else has churned at T. */
  record Horizon(LocalDate asOf, int days) {
    /** {@return the last of these days} */
    public LocalDate lastDay() {
      return asOf.plusDays(days);
    }
  }

  /** Takes what became of customers. */
  @FunctionalInterface
  interface OutcomeConsumer {
    /**
     * Takes a customer.
     *
     * @param churned for each horizon, in the order of the request; used again for the next one
     */
    void accept(String customerId, boolean[] churned);
  }
}
