package dev.churn.features.csv;

import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;

/** How the parser is set up, for uploaded files and for our own tables. */
public final class CsvFormats {
  /** How many columns a row may have. */
  static final int MAX_COLUMNS = 16_384;

  private CsvFormats() {}

  /**
   * {@return settings for text whose quotes are well-formed} Every record is given, with its values
   * as they are but for blanks around values without quotes.
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
    settings.setMaxCharsPerColumn(-1); // the length of a record is bounded when blocks are cut
    settings.setMaxColumns(MAX_COLUMNS);
    settings.setInputBufferSize(1 << 16);
    settings.setNullValue(null);
    settings.setEmptyValue("");
    return settings;
  }
}
