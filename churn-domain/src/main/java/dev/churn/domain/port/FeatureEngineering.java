package dev.churn.domain.port;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From events to features. The same code computes them for a file and for one customer, bit for
 * bit; memory grows with the number of customers, never with the size of a file.
 */
public interface FeatureEngineering {
  /** How many events of a customer {@link #histories} gives at most. */
  int MAX_HISTORY = 10_000;

  /**
   * Reads a CSV file once and tells what is in it.
   *
   * @param csv plain or gzip
   * @param uploadDay rows with a later day are rejected
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if the file has no valid row
   *     or lacks a column, {@code INVALID_INPUT} if the options make no sense
   */
  CsvProfile profile(Content csv, UploadOptions options, LocalDate uploadDay, Progress progress);

  /**
   * Reads a CSV file once and writes the feature table: {@code customer_id, as_of, <features>,
   * churn_label}, by snapshot, the latest first, and customer. The same request gives the same
   * bytes.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if the history is too short
   */
  FeatureManifest build(FeatureRequest request, Content csv, OutputStream table, Progress progress);

  /**
   * {@return the features of one customer at {@code asOf}} Events after that day do not count;
   * order does not matter.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before {@code asOf}
   */
  FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition);

  /**
   * Reads a CSV file once and gives the features of every customer with an event on or before an
   * as-of day, by customer id as bytes in UTF-8. They are, bit for bit, those that {@link #compute}
   * gives for the customer's valid rows.
   *
   * @param consumer called on the calling thread; labels are empty
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no such customer
   */
  void score(ScoreRequest request, Content csv, RowConsumer consumer, Progress progress);

  /**
   * {@return the features of one customer at each of some days, as {@link #compute} gives them}
   *
   * @param asOf in any order
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before one of the days
   */
  default List<FeatureVector> computeEach(
      Collection<CustomerEvent> events, List<LocalDate> asOf, FeatureDefinition definition) {
    return asOf.stream().map(day -> compute(events, day, definition)).toList();
  }

  /**
   * {@return what a file says of a few customers} Those with more than {@link #MAX_HISTORY} events,
   * and those whom the file does not name, are left out.
   */
  Map<String, List<CustomerEvent>> histories(
      UploadOptions options, LocalDate uploadDay, Content csv, Set<String> customers);

  /**
   * Reads a feature table that {@link #build} wrote, row by row.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if another version made it
   *     with other features, {@code CORRUPT} if it is none
   */
  void read(InputStream table, RowConsumer consumer);

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

  /**
   * What a feature table is made from, besides the file.
   *
   * @param profile what {@link #profile} found in the file
   * @param asOf E, the last known day
   */
  record FeatureRequest(
      UploadOptions options,
      CsvProfile profile,
      LocalDate uploadDay,
      LocalDate asOf,
      OrganizationSettings settings) {}

  /**
   * Which features of a file are wanted.
   *
   * @param firstDay the first day among the valid rows, as {@link #profile} found it
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

  /** Takes rows of features. */
  @FunctionalInterface
  interface RowConsumer {
    /**
     * Takes a row.
     *
     * @param churned the label, or empty where it is unknown
     */
    void accept(
        String customerId, LocalDate asOf, FeatureVector features, Optional<Boolean> churned);
  }
}
