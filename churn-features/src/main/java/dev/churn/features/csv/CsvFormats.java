package dev.churn.features.csv;

import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;

/** Parser settings for uploaded files and for feature tables. */
public final class CsvFormats {
  /** Maximum number of columns in a row. */
  static final int MAX_COLUMNS = 16_384;

  private CsvFormats() {}

  /**
   * {@return parser settings for text whose quotes are well-formed} The parser returns every record
   * with its values unchanged, except that it trims blanks around unquoted values.
   */
  public static CsvParserSettings settings(byte delimiter, byte separator) {
    var settings = new CsvParserSettings();
    settings.getFormat().setDelimiter((char) delimiter);
    settings.getFormat().setLineSeparator(String.valueOf((char) separator));
    settings.getFormat().setNormalizedNewline((char) separator);
    settings.getFormat().setQuote('"');
    settings.getFormat().setQuoteEscape('"');
    settings.setCommentProcessingEnabled(false); // an id may begin with #
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_CLOSING_QUOTE);
    settings.setReadInputOnSeparateThread(false);
    settings.setMaxCharsPerColumn(-1); // the block reader limits the length of a record
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setInputBufferSize(1 << 16);
    settings.setNullValue(null);
    settings.setEmptyValue("");
    return settings;
  }
}
