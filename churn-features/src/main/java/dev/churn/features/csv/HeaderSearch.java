package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the header in the first bytes of a file: the first line that holds the required columns.
 * Blank lines, a line that names the delimiter ({@code sep=;}) and title lines may stand before it.
 */
final class HeaderSearch {
  /** Maximum number of columns of a header, exclusive. */
  private static final int MAX_COLUMNS = 16_384;

  private static final int MAX_LINES = 25; // blank ones included
  private static final int SHOWN = 60;
  private static final byte[] DELIMITERS = {',', ';', '\t', '|'};
  private static final Pattern NAMED_DELIMITER =
      Pattern.compile("\"?sep=(\\\\t|[^\\w\"\\s]|\t|\\|)\"?[\\s,;|]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern DATA = Pattern.compile("[-+]?[0-9][0-9.,:/ TZ+-]*");

  private final byte[] bytes;
  private final UploadOptions options;
  private final List<String> skipped = new ArrayList<>();

  /** A header with its columns; lines count from 1. */
  record Header(
      byte delimiter,
      List<String> names,
      ColumnMap columns,
      int end,
      long lineAfter,
      Optional<String> skipped) {}

  /** A record that may be the header, and how many known columns it has. */
  private record Candidate(
      byte delimiter, List<String> names, int end, long lineAfter, int known) {}

  HeaderSearch(byte[] bytes, UploadOptions options) {
    this.bytes = bytes;
    this.options = options;
  }

  /**
   * {@return the header}
   *
   * @param firstLine the number of the line at {@code from}
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if no line holds the required
   *     columns, {@link ErrorCode#INVALID_INPUT} if the options name unknown columns
   */
  Header find(int from, long firstLine) {
    byte[] delimiters = DELIMITERS;
    Candidate best = null;
    ChurnException problem = null;
    boolean first = true;
    int at = from;
    for (long line = firstLine;
        at < bytes.length && (line < firstLine + MAX_LINES || best == null);
        line++) {
      int end = ByteSearch.lineEnd(bytes, at, bytes.length);
      if (!ByteSearch.areBlank(bytes, at, end)) {
        Optional<Byte> named = first ? namedDelimiter(at, end) : Optional.empty();
        first = false;
        if (named.isPresent()) {
          delimiters = new byte[] {named.get()};
        } else {
          Candidate candidate = candidate(at, end, line, delimiters);
          var columns = new ColumnMap(candidate.names(), options.columns());
          try {
            columns.require(options.hasChurnLabel());
            return new Header(
                candidate.delimiter(),
                candidate.names(),
                columns,
                candidate.end(),
                candidate.lineAfter(),
                skippedLines());
          } catch (ChurnException e) {
            // a line further down may be the header; if none is, the most similar one is reported
            if (best == null || candidate.known() > best.known()) {
              best = candidate;
              problem = e;
            }
          }
          skipped.add(text(at, end));
        }
      }
      at = end < bytes.length ? ByteSearch.afterLineEnd(bytes, end, bytes.length) : end;
    }
    if (best == null) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE, "Expected a header line and rows, found an empty file");
    }
    throw refusal(best, problem);
  }

  /** {@return the delimiter that a line such as {@code sep=;} names} */
  private Optional<Byte> namedDelimiter(int from, int to) {
    Matcher named = NAMED_DELIMITER.matcher(text(from, to));
    if (!named.matches()) {
      return Optional.empty();
    }
    String delimiter = named.group(1);
    byte b = (byte) (delimiter.length() > 1 ? '\t' : delimiter.charAt(0));
    return b > 0 ? Optional.of(b) : Optional.empty();
  }

  private Candidate candidate(int from, int lineEnd, long line, byte[] delimiters) {
    Candidate best = null;
    int matches = -1;
    for (byte delimiter : delimiters) {
      Candidate candidate = candidate(from, lineEnd, line, delimiter);
      // if no column is known, the delimiter that gives the most columns makes the best error
      // message
      int score = candidate.known() * MAX_COLUMNS + candidate.names().size();
      if (score > matches) {
        matches = score;
        best = candidate;
      }
    }
    return best;
  }

  private Candidate candidate(int from, int lineEnd, long line, byte delimiter) {
    var lexer = new FieldLexer(delimiter);
    int end = lineEnd;
    long lines = 1;
    boolean closed = lexer.split(bytes, from, end, Reading.STANDARD);
    while (!closed && end < bytes.length) {
      end =
          ByteSearch.lineEnd(
              bytes, ByteSearch.afterLineEnd(bytes, end, bytes.length), bytes.length);
      lines++;
      closed = lexer.resume(end);
    }
    if (lines > 1 && !(closed && lexer.isStandard())) { // the quote does not belong there
      lexer.split(bytes, from, lineEnd, Reading.UNCLOSED);
      end = lineEnd;
      lines = 1;
    }
    if (lexer.count() >= MAX_COLUMNS) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected a header of fewer than %d columns, found more".formatted(MAX_COLUMNS));
    }
    List<String> names = IntStream.range(0, lexer.count()).mapToObj(lexer::value).toList();
    int known = (int) Stream.of(Column.values()).filter(c -> named(c, names)).count();
    int after = end < bytes.length ? ByteSearch.afterLineEnd(bytes, end, bytes.length) : end;
    return new Candidate(delimiter, names, after, line + lines, known);
  }

  private static boolean named(Column column, List<String> names) {
    return names.stream().anyMatch(name -> column.isNamed(name) || column.isCalled(name));
  }

  private Optional<String> skippedLines() {
    if (skipped.isEmpty()) {
      return Optional.empty();
    }
    int count = skipped.size();
    return Optional.of(
        "%s skipped: %s%s."
            .formatted(
                count == 1
                    ? "One line before the header was"
                    : count + " lines before the header were",
                Text.quoted(skipped.get(0)),
                count == 1 ? "" : ", …"));
  }

  private static ChurnException refusal(Candidate found, ChurnException problem) {
    boolean data = found.names().stream().anyMatch(name -> DATA.matcher(name).matches());
    if (!data || problem.code() != ErrorCode.UNPROCESSABLE || found.known() > 0) {
      return problem;
    }
    return new ChurnException(
        problem.code(),
        problem.getMessage() + ". A file begins with a header that names its columns");
  }

  private String text(int from, int to) {
    int end = Math.min(to, from + 4 * SHOWN);
    return Text.trim(new String(bytes, from, end - from, StandardCharsets.UTF_8));
  }
}
