package dev.churn.features.table;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Splits a feature table, whose quotes are well-formed, into records. The only class that knows the
 * parser behind it. Used by one thread.
 */
public final class CsvRecords {
  private final CsvParser parser;
  private String[] values = new String[0];

  private CsvRecords(CsvParserSettings settings) {
    this.parser = new CsvParser(settings);
  }

  /** {@return records of feature tables, with all values unchanged} */
  public static CsvRecords ofTable(int maxColumns, int maxLength) {
    var settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(',');
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setNormalizedNewline('\n');
    settings.getFormat().setQuote('"');
    settings.getFormat().setQuoteEscape('"');
    settings.setCommentProcessingEnabled(false); // an id may begin with #
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_CLOSING_QUOTE);
    settings.setReadInputOnSeparateThread(false);
    settings.setInputBufferSize(1 << 16);
    settings.setNullValue(null);
    settings.setEmptyValue("");
    settings.trimValues(false);
    settings.setMaxColumns(maxColumns);
    settings.setMaxCharsPerColumn(maxLength);
    return new CsvRecords(settings);
  }

  /**
   * Starts with a text in UTF-8; a text before it is given up.
   *
   * @throws Unreadable if the stream fails
   */
  public void begin(InputStream text) {
    try {
      parser.beginParsing(new InputStreamReader(text, StandardCharsets.UTF_8));
    } catch (TextParsingException e) {
      throw new Unreadable(e);
    }
  }

  /**
   * Reads the next record. {@return false at the end of the text}
   *
   * @throws Unreadable if the record is too wide or too long, or the stream fails
   */
  public boolean next() {
    try {
      String[] row = parser.parseNext();
      values = row == null ? new String[0] : row;
      return row != null;
    } catch (TextParsingException e) {
      throw new Unreadable(e);
    }
  }

  /** {@return the values of the record; an element is null where nothing stands; not copied} */
  public String[] values() {
    return values;
  }

  /** Ends reading early; does nothing at the end of the text. */
  public void stop() {
    parser.stopParsing();
  }

  /** A text that is not split into records; its causes include the error of the stream, if any. */
  public static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unreadable(TextParsingException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
