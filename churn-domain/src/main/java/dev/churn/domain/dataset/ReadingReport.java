package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What happened to the rows and values of a file when it was read.
 *
 * @param rejections the rejected rows by column and reason, the most frequent first
 * @param unread the values that could not be read, of rows that are kept without them
 * @param conversions sentences about what was converted, for example that the file was not in UTF-8
 * @param customerIdForm the form of most customer ids, for example {@code 5 digits}; empty if there
 *     is no such form
 */
public record ReadingReport(
    List<ValueProblem> rejections,
    List<ValueProblem> unread,
    List<String> conversions,
    Optional<String> customerIdForm) {
  public ReadingReport {
    rejections = List.copyOf(rejections);
    unread = List.copyOf(unread);
    conversions = List.copyOf(conversions);
    requireNonNull(customerIdForm, "customerIdForm");
  }

  /** {@return a report of which nothing is known} */
  public static ReadingReport empty() {
    return new ReadingReport(List.of(), List.of(), List.of(), Optional.empty());
  }
}
