package dev.churn.features.event;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.csv.Column;
import dev.churn.features.csv.ColumnMap;
import dev.churn.features.date.DateDecision;
import dev.churn.features.date.DateReader;
import dev.churn.features.util.Shares;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a file for the first time: it finds the conventions of the file and reads all rows with
 * them. The head of the file suggests the conventions; if the rest says otherwise, or the head says
 * too little, all of the file is surveyed and read again.
 */
public final class FileProfile {
  /** The most readings of a file: one, and one after each kind of finding that can change it. */
  private static final int MAX_PASSES = 6;

  private final Content csv;
  private final UploadOptions given;
  private final CsvScan scan;
  private final Progress progress;
  private final List<String> leftOut = new ArrayList<>();
  private Optional<CsvScan.Surveyed> whole = Optional.empty();

  /**
   * @param scan a scan of the file with the options {@code given}
   */
  public FileProfile(Content csv, UploadOptions given, CsvScan scan, Progress progress) {
    this.csv = csv;
    this.given = given;
    this.scan = scan;
    this.progress = progress;
  }

  /**
   * {@return the profile of the file and the options with which it was read}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file cannot be used, {@link
   *     ErrorCode#INVALID_INPUT} if the options are invalid
   */
  public ProfiledFile read() {
    CsvScan.Surveyed head = scan.surveyHead(csv);
    if (head.isWhole()) {
      whole = Optional.of(head);
    }
    UploadOptions options = given;
    if (head.isWhole() || isCertain(head.survey())) {
      options = decided(options, head.survey());
    } else {
      options = decided(options, surveyed());
    }
    Progress told = progress;
    for (int pass = 1; ; pass++) {
      var rows = new Profiler();
      Scanned scanned = read(scan.with(options), told, rows);
      UploadOptions revised = revised(options, scanned, rows);
      if (revised.equals(options) || pass == MAX_PASSES) {
        return new ProfileReport(
                given, withEncoding(options, scanned), scanned, rows, head.survey().ids(), leftOut)
            .file();
      }
      options = revised;
      told = Progress.none();
    }
  }

  /**
   * {@return the profile of a file that was accepted before, read with the given options as they
   * are; empty if it has no valid row}
   */
  public Optional<ProfiledFile> ofCopy() {
    var rows = new Profiler();
    Scanned scanned = read(scan, progress, rows);
    return scanned.events() == 0
        ? Optional.empty()
        : Optional.of(
            new ProfileReport(
                    UploadOptions.defaults(),
                    given,
                    scanned,
                    rows,
                    scan.surveyHead(csv).survey().ids(),
                    leftOut)
                .accepted());
  }

  /** Reads all rows and adds what they say to {@code rows}. */
  private Scanned read(CsvScan rowsOf, Progress told, Profiler rows) {
    List<Profiler> profilers = new ArrayList<>();
    Scanned scanned =
        rowsOf.run(
            csv,
            told,
            () -> {
              profilers.add(new Profiler());
              return profilers.get(profilers.size() - 1);
            });
    profilers.forEach(rows::add);
    return scanned;
  }

  /** {@return the options, completed by the encoding that was found from the bytes of the file} */
  private static UploadOptions withEncoding(UploadOptions options, Scanned scanned) {
    FileConventions conventions = options.conventions();
    return scanned
        .source()
        .encoding()
        .filter(found -> conventions.encoding().isEmpty())
        .map(found -> options.with(conventions.withEncoding(found)))
        .orElse(options);
  }

  private FileSurvey surveyed() {
    if (whole.isEmpty()) {
      whole = Optional.of(scan.survey(csv));
    }
    return whole.get().survey();
  }

  private boolean isCertain(FileSurvey head) {
    boolean amounts =
        given.conventions().decimalSeparator().isPresent()
            || head.amounts().isEmpty()
            || head.amounts().isCertain();
    boolean days = given.dateFormat().isPresent() || isCertain(head.dates().decide());
    return amounts && days && !head.ids().hasDecimals() && !head.ids().hasBroken();
  }

  private static boolean isCertain(DateDecision days) {
    return days instanceof DateDecision.Found found && found.isCertain();
  }

  private static UploadOptions withFormat(UploadOptions options, DateDecision days) {
    if (days instanceof DateDecision.Open open) {
      throw open.refusal();
    }
    return days instanceof DateDecision.Found found && !found.format().equals(DateReader.ISO)
        ? options.withDateFormat(found.format())
        : options;
  }

  /** {@return the options, completed by what a survey says} */
  private UploadOptions decided(UploadOptions options, FileSurvey survey) {
    UploadOptions found = options;
    FileConventions conventions = options.conventions();
    if (conventions.encoding().isEmpty() && survey.isNotUtf8()) {
      conventions = conventions.withEncoding("windows-1252");
    }
    if (given.conventions().decimalSeparator().isEmpty()
        && survey.amounts().decide() == DecimalSeparator.COMMA) {
      conventions = conventions.withDecimalSeparator(DecimalSeparator.COMMA);
    }
    if (survey.ids().provesDecimals()) {
      conventions = conventions.withDecimalIds();
    }
    if (given.dateFormat().isEmpty()) {
      found = withFormat(found, survey.dates().decide());
    }
    return found.with(conventions);
  }

  /** {@return other options if the rows do not bear out those with which they were read} */
  private UploadOptions revised(UploadOptions options, Scanned scanned, Profiler rows) {
    UploadOptions found = options;
    if (!isBorneOut(options, scanned)) {
      found = decided(found, surveyed());
    }
    if (!found.equals(options)) {
      return found;
    }
    for (Column column :
        List.of(Column.AMOUNT, Column.QUANTITY, Column.UNIT_PRICE, Column.EVENT_TYPE)) {
      if (isMostlyUnread(column, scanned, rows)) {
        if (!scanned.columns().isGuessed(column)) {
          throw unreadable(column, scanned, rows);
        }
        found = without(found, column);
        leftOut.add(leftOut(column, scanned, rows));
      }
    }
    if (isMostlyUnread(Column.CHURN_LABEL, scanned, rows)) {
      throw unreadable(Column.CHURN_LABEL, scanned, rows);
    }
    return found;
  }

  private boolean isBorneOut(UploadOptions options, Scanned scanned) {
    FileConventions conventions = options.conventions();
    DecimalSeparator separator = conventions.decimalSeparator().orElse(DecimalSeparator.POINT);
    return (given.conventions().decimalSeparator().isPresent()
            || scanned.amounts().confirms(separator))
        && (given.dateFormat().isPresent() || !isOtherFormat(scanned.failedDates().decide()))
        && (conventions.decimalIds() || !scanned.ids().hasDecimals())
        && (conventions.encoding().isPresent() || !scanned.ids().hasBroken());
  }

  /** {@return whether dates that could not be read are written in another format} */
  private static boolean isOtherFormat(DateDecision failed) {
    return failed instanceof DateDecision.Open
        || (failed instanceof DateDecision.Found found && !found.format().equals(DateReader.ISO));
  }

  private static String leftOut(Column column, Scanned scanned, Profiler rows) {
    long unread = scanned.unread().total(column);
    return "The column %s is not taken for %s: %s cannot be read: %s. If another column has it, say so with the option columns."
        .formatted(
            scanned.columns().shownName(column),
            column.id(),
            Shares.ofValues(unread, unread + read(column, rows)),
            ProfileReport.shown(scanned.unread().of(column)));
  }

  private static UploadOptions without(UploadOptions options, Column column) {
    boolean part = column == Column.QUANTITY || column == Column.UNIT_PRICE;
    Map<String, String> columns = new HashMap<>(options.columns());
    columns.put(part ? Column.AMOUNT.id() : column.id(), ColumnMap.NONE);
    return options.withColumns(columns);
  }

  private static long read(Column column, Profiler rows) {
    return switch (column) {
      case EVENT_TYPE -> rows.typed();
      case CHURN_LABEL -> rows.labels();
      default -> rows.amounts();
    };
  }

  private static boolean isMostlyUnread(Column column, Scanned scanned, Profiler rows) {
    long unread = scanned.unread().total(column);
    return ProfileReport.isTooMuch(unread, unread + read(column, rows));
  }

  private static ChurnException unreadable(Column column, Scanned scanned, Profiler rows) {
    long unread = scanned.unread().total(column);
    String advice =
        column == Column.CHURN_LABEL
            ? "say what they mean with the option churn_label_values, for example {\"gone\": true, \"here\": false}"
            : "correct them, or say with the option columns that the file has none: {\"%s\": \"none\"}"
                .formatted(column.id());
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "Expected values that can be read in the column %s, found that %s cannot: %s; %s"
            .formatted(
                scanned.columns().shownName(column),
                Shares.ofValues(unread, unread + read(column, rows)),
                ProfileReport.shown(scanned.unread().of(column)),
                advice));
  }
}
