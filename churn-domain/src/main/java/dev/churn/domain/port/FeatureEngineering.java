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
import java.util.Optional;

/**
 * From events to features. The same code computes them for a file and for one customer, bit for
 * bit; memory grows with the number of customers, never with the size of a file.
 */
public interface FeatureEngineering {
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
   * Reads a feature table that {@link #build} wrote, row by row.
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it is none
   */
  void read(InputStream table, RowConsumer consumer);

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

  /** Takes the rows of a feature table. */
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
