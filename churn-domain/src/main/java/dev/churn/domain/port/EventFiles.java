package dev.churn.domain.port;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes features, histories and outcomes of customers from a CSV file of events. Memory use
 * grows with the number of customers, but not with the size of the file.
 */
public interface EventFiles {
  /** The maximum number of events of a customer in {@link #histories}. */
  int MAX_HISTORY = 10_000;

  /**
   * Reads a CSV file once and computes the features of every customer with an event on or before an
   * as-of date. Customers are in the order of their ids as UTF-8 bytes. The features are equal, bit
   * for bit, to those that {@link FeatureCalculator#compute} returns for the customer's valid rows.
   *
   * @param consumer called on the calling thread; the label is true for customers who have left by
   *     an event up to the as-of date, and otherwise empty
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no such customer
   */
  void score(ScoreRequest request, Content csv, FeatureRowConsumer consumer, Progress progress);

  /**
   * {@return the events of a few customers} Customers with more than {@link #MAX_HISTORY} events,
   * and customers missing from the file, are omitted.
   */
  Map<String, List<CustomerEvent>> histories(
      UploadOptions options, LocalDate uploadDay, Content csv, Set<String> customers);

  /**
   * Reads a CSV file once and determines for every customer whether they churned after each of
   * several as-of dates, with the same code that labels the snapshots of feature tables, and what
   * they did within each horizon. Customers are in the order of their ids as UTF-8 bytes; customers
   * who appear only after the last known day are omitted.
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the file is not the one that
   *     the profile describes
   */
  void outcomes(OutcomeRequest request, Content csv, OutcomeConsumer consumer, Progress progress);

  /**
   * Copies the rows of a file without those of one customer, as CSV text in UTF-8 with the same
   * header, whatever the file is: rows of other customers keep their text, also those that cannot
   * be read. The copy is read with the same options, except that it has no sheet and is in UTF-8.
   *
   * @param options those with which the file was read, completed by what was found then
   * @param customer the id as the file is read, which may not be as it is written there
   * @param out receives the text; is not closed
   * @return the number of rows that were left out
   */
  long copyWithout(
      UploadOptions options, Content csv, String customer, OutputStream out, Progress progress);

  /**
   * {@return the profile of a file that was accepted before, such as a copy without a customer;
   * empty if it has no valid row} It is read with the options as they are, and is not refused for
   * the share of values or days that cannot be read, which changes with the customers.
   *
   * @param uploadDay the day of the upload; rows with a later day are rejected
   */
  Optional<ProfiledFile> profileCopy(Content csv, UploadOptions options, LocalDate uploadDay);

  /**
   * A request for the features of a file.
   *
   * @param firstDay the first day among the valid rows, as {@link EventFileProfiler#profile} found
   *     it
   * @param eventTypes the number of distinct event types that it found
   * @param asOf the as-of date of the features
   * @param definition the parameters of the features; its activity event types apply, and not those
   *     of the options
   */
  record ScoreRequest(
      UploadOptions options,
      LocalDate uploadDay,
      LocalDate firstDay,
      int eventTypes,
      LocalDate asOf,
      FeatureDefinition definition) {}

  /**
   * A request for the outcomes in a file.
   *
   * @param asOf E, the last known day
   * @param activityEventTypes the event types that count as activity; empty means all
   * @param churnEventTypes the event types by which customers leave; empty if churn is silence
   * @param horizons the horizons to evaluate; none ends after {@code asOf}
   * @param withSpend whether the sums of amounts are asked for, of at most 128 horizons; they take
   *     memory for each customer and horizon with amounts
   */
  record OutcomeRequest(
      UploadOptions options,
      CsvProfile profile,
      LocalDate uploadDay,
      LocalDate asOf,
      Set<String> activityEventTypes,
      Set<String> churnEventTypes,
      List<Horizon> horizons,
      boolean withSpend) {
    public OutcomeRequest {
      activityEventTypes = Set.copyOf(activityEventTypes);
      churnEventTypes = Set.copyOf(churnEventTypes);
      horizons = List.copyOf(horizons);
      for (Horizon horizon : horizons) {
        if (horizon.lastDay().isAfter(asOf)) {
          throw new IllegalArgumentException(
              "expected a horizon that has closed on %s, found %s".formatted(asOf, horizon));
        }
      }
    }

    /** Creates a request without sums of amounts in which churn is silence. */
    public OutcomeRequest(
        UploadOptions options,
        CsvProfile profile,
        LocalDate uploadDay,
        LocalDate asOf,
        Set<String> activityEventTypes,
        List<Horizon> horizons) {
      this(options, profile, uploadDay, asOf, activityEventTypes, Set.of(), horizons, false);
    }
  }

  /**
   * The horizon (T, T + H], where T is the as-of date; a customer without activity in it, or with
   * the first churn event in it, has churned at T.
   */
  record Horizon(LocalDate asOf, int days) {
    /** {@return the last day of the horizon} */
    public LocalDate lastDay() {
      return asOf.plusDays(days);
    }
  }

  /** Receives the outcomes of customers. */
  @FunctionalInterface
  interface OutcomeConsumer {
    /**
     * Receives the outcomes of one customer.
     *
     * @param known whether the customer has activity and no churn event up to the as-of date of
     *     each horizon, in the order of the request; the array is reused for the next customer
     * @param churned the outcome for each horizon; the array is reused too
     * @param activeDays the number of active days within each horizon; reused too
     * @param spend the sum of the amounts within each horizon, without those of churn events; NaN
     *     if the file has no amounts or they were not asked for; reused too
     */
    void accept(
        String customerId, boolean[] known, boolean[] churned, int[] activeDays, double[] spend);
  }
}
