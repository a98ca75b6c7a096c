package dev.churn.features.event;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Plural;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.features.csv.Column;
import dev.churn.features.date.DateDecision;
import dev.churn.features.date.DateReader;
import dev.churn.features.util.Shares;
import dev.churn.features.util.Text;
import dev.churn.features.value.IdEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells in words and numbers how a file was read. */
final class ProfileReport {
  /** A column of which a larger share of the values cannot be read is not what it seems. */
  private static final double LARGEST_UNREAD = 0.05;

  /** A format that reads fewer days leaves out so much that it is no answer. */
  private static final double FEWEST_DAYS = 0.8;

  private static final int REJECTS_SHOWN = 3;

  private final UploadOptions given;
  private final UploadOptions options;
  private final Scanned scanned;
  private final Profiler rows;
  private final IdEvidence head;
  private final List<String> leftOut;

  /**
   * @param given the options of the user
   * @param options those with which the file was read
   * @param head what the ids at the head of the file say
   * @param leftOut sentences about columns that are not what their names say
   */
  ProfileReport(
      UploadOptions given,
      UploadOptions options,
      Scanned scanned,
      Profiler rows,
      IdEvidence head,
      List<String> leftOut) {
    this.given = given;
    this.options = options;
    this.scanned = scanned;
    this.rows = rows;
    this.head = head;
    this.leftOut = leftOut;
  }

  static boolean isTooMuch(long unread, long all) {
    return unread > LARGEST_UNREAD * all;
  }

  /**
   * {@return the profile and the options}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if there is no valid row, or if
   *     many days are in another format than the one that was found
   */
  ProfiledFile file() {
    if (scanned.events() == 0) {
      throw new ChurnException(ErrorCode.UNPROCESSABLE, noValidRow());
    }
    requireDaysInOneFormat();
    return accepted();
  }

  /** {@return the profile and the options of a file that has a valid row} */
  ProfiledFile accepted() {
    UploadOptions read = options;
    List<String> conversions = conversions();
    List<String> warnings = new ArrayList<>(warnings());
    if (options.asOf().isEmpty()) {
      Optional<FarDays.Outlier> far = FarDays.find(rows.days());
      if (far.isPresent()) {
        read = read.withAsOf(far.get().lastDay());
        warnings.add(far.get().warning());
      }
    }
    warnings.addAll(conversions);
    return new ProfiledFile(
        new CsvProfile(
            scanned.rows(),
            scanned.rejects().total(),
            scanned.rejects().first(),
            warnings,
            rows.firstDay(),
            rows.lastDay(),
            rows.types(),
            rows.counts(),
            new ReadingReport(
                scanned.rejects().problems().all(),
                scanned.unread().all(),
                conversions,
                head.form())),
        read,
        scanned.columns().read(options.hasChurnLabel()));
  }

  /** {@return a sentence about dates in a format that is not known, or nothing} */
  private String adviceOnDates() {
    return given.dateFormat().isEmpty()
            && scanned.failedDates().decide() instanceof DateDecision.Unknown unknown
        ? ". " + unknown.advice()
        : "";
  }

  /** A user who says the format means that rows in others are to be left out. */
  private void requireDaysInOneFormat() {
    long failed = scanned.failedDates().likeDays();
    if (given.dateFormat().isPresent() || scanned.rows() - failed >= FEWEST_DAYS * scanned.rows()) {
      return;
    }
    String format = options.dateFormat().orElse(DateReader.ISO);
    throw new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "Expected days in one format, found that %s have one that is not in the format %s, such as %s; write all days in one format, or say with the option date_format which is right, such as %s, and the other rows are left out"
            .formatted(
                Shares.of(failed, scanned.rows()),
                Text.quoted(format),
                scanned.failedDates().firstLikeDay(),
                format));
  }

  private String noValidRow() {
    if (scanned.rows() == 0) {
      return "Expected rows of events, found a header and nothing else";
    }
    return "Expected at least one valid row, found none; %s rejected: %s"
            .formatted(
                scanned.rows() == 1
                    ? "the only row was"
                    : "all %d rows were".formatted(scanned.rows()),
                scanned.rejects().first().stream()
                    .limit(REJECTS_SHOWN)
                    .map(ProfileReport::shown)
                    .collect(Collectors.joining("; ")))
        + adviceOnDates();
  }

  private static String shown(RejectedRow row) {
    return "line %d, column %s: %s".formatted(row.line(), row.column(), row.reason());
  }

  /** {@return a problem with its examples in one sentence} */
  static String shown(ValueProblem problem) {
    return problem.reason()
        + ", found "
        + problem.examples().stream()
            .map(example -> "%s on line %d".formatted(Text.quoted(example.value()), example.line()))
            .collect(Collectors.joining(", "));
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (scanned.rejects().total() > 0) {
      warnings.add(
          "%s %s rejected and %s left out."
              .formatted(
                  Shares.of(scanned.rejects().total(), scanned.rows()),
                  Plural.verb(scanned.rejects().total(), "was", "were"),
                  Plural.verb(scanned.rejects().total(), "is", "are")));
    }
    for (ValueProblem problem : scanned.unread().all()) {
      warnings.add(
          "%s of the column %s could not be read; %s: %s."
              .formatted(
                  Plural.of(problem.count(), "value"),
                  problem.column(),
                  Plural.verb(
                      problem.count(),
                      "its row is kept without it",
                      "their rows are kept without them"),
                  shown(problem)));
    }
    scanned.skipped().ifPresent(warnings::add);
    warnings.addAll(scanned.oddities().sentences());
    warnings.addAll(scanned.columns().misspelled());
    warnings.addAll(leftOut);
    if (rows.amounts() == 0) {
      warnings.add(
          scanned.has(Column.AMOUNT) || scanned.columns().isProduct()
              ? "No row has an amount: monetary features are 0."
              : "There is no amount column: monetary features are 0."
                  + scanned.columns().amountAdvice().map(advice -> " " + advice).orElse(""));
    }
    if (scanned.halves().rows() > 0) {
      warnings.add(
          "%s have a quantity or a price and not both, the first one on line %d; they count as events without an amount."
              .formatted(
                  Shares.of(scanned.halves().rows(), scanned.rows()),
                  scanned.halves().firstLine()));
    }
    if (scanned.amounts().currencies().areSeveral()) {
      warnings.add(
          "The amounts are in several currencies, which are added as they are: %s."
              .formatted(scanned.amounts().currencies()));
    } else if (scanned.currencies().areSeveral()) {
      warnings.add(
          "The amounts are in several currencies by the column %s, and are added as they are: %s."
              .formatted(scanned.columns().shownName(Column.CURRENCY), scanned.currencies()));
    }
    warnings.addAll(rows.amountWarnings());
    warnings.addAll(rows.typeWarnings(options));
    if (options.hasChurnLabel() && rows.labels() == 0) {
      warnings.add("No row has a churn label: there is nothing to learn from.");
    }
    if (!options.hasChurnLabel() && scanned.has(Column.CHURN_LABEL)) {
      warnings.add(
          "The column %s is not used; to learn from its labels, upload the file with has_churn_label=true."
              .formatted(scanned.columns().shownName(Column.CHURN_LABEL)));
    }
    scanned
        .ids()
        .damage(scanned.rows(), options.conventions().decimalIds())
        .ifPresent(warnings::add);
    return warnings;
  }

  private List<String> conversions() {
    List<String> sentences = new ArrayList<>(scanned.source().conversions());
    if (scanned.columns().isProduct()) {
      sentences.add(
          "amount = %s × %s: the amount of a row is its quantity times the price of a piece."
              .formatted(
                  scanned.columns().name(Column.QUANTITY),
                  scanned.columns().name(Column.UNIT_PRICE)));
    }
    options
        .conventions()
        .decimalSeparator()
        .filter(separator -> given.conventions().decimalSeparator().isEmpty())
        .ifPresent(
            separator ->
                sentences.add(
                    "The amounts are written with a decimal %s and were read so."
                        .formatted(separator.name().toLowerCase(Locale.ROOT))));
    options
        .dateFormat()
        .filter(format -> given.dateFormat().isEmpty())
        .ifPresent(
            format ->
                sentences.add("The days are in the format %s.".formatted(Text.quoted(format))));
    scanned.ids().conversion(scanned.rows()).ifPresent(sentences::add);
    return sentences;
  }
}
