package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The head of a CSV file: its delimiter, the positions of the known columns, and the bytes that
 * were read after the header.
 */
public final class CsvHead {
  private static final int MAX_HEADER = 1 << 20;

  private final HeaderSearch.Header header;
  private final byte[] lines;
  private final byte[] rest;
  private final boolean marksNumbers;

  private CsvHead(HeaderSearch.Header header, byte[] lines, byte[] rest, boolean marksNumbers) {
    this.marksNumbers = marksNumbers;
    this.header = header;
    this.lines = lines;
    this.rest = rest;
  }

  /**
   * {@return the head of the file}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file is not CSV text or
   *     lacks a column, {@link ErrorCode#INVALID_INPUT} if the options name unknown columns
   */
  public static CsvHead read(SourceStream source, UploadOptions options) {
    byte[] bytes = new byte[MAX_HEADER];
    bytes = Arrays.copyOf(bytes, source.read(bytes, 0, MAX_HEADER));
    int from = startOfText(bytes);
    HeaderSearch.Header header;
    try {
      header = new HeaderSearch(bytes, options).find(from, source.firstLine());
    } catch (ChurnException e) {
      throw source.explained(e); // there may be another sheet, or the encoding may be another one
    }
    return new CsvHead(
        header,
        Arrays.copyOfRange(bytes, from, header.end()),
        Arrays.copyOfRange(bytes, header.end(), bytes.length),
        source.findings().isGenerated());
  }

  /** {@return the position after a byte order mark} */
  private static int startOfText(byte[] bytes) {
    boolean mark =
        bytes.length > 2
            && (bytes[0] & 0xFF) == 0xEF
            && (bytes[1] & 0xFF) == 0xBB
            && (bytes[2] & 0xFF) == 0xBF;
    return mark ? 3 : 0;
  }

  byte delimiter() {
    return header.delimiter();
  }

  public ColumnMap columns() {
    return header.columns();
  }

  /** {@return the number of columns, blank names at the end aside} */
  int width() {
    List<String> names = header.names();
    int width = names.size();
    while (names.get(width - 1).isEmpty()) {
      width--;
    }
    return width;
  }

  /** {@return the line number after the header} */
  long firstLine() {
    return header.lineAfter();
  }

  /** {@return a sentence about the lines before the header that were skipped} */
  public Optional<String> skipped() {
    return header.skipped();
  }

  /** {@return the lines up to the header and with it, without a byte order mark; not copied} */
  byte[] lines() {
    return lines;
  }

  /** {@return whether a {@link dev.churn.features.util.NumberMark} in the file is one} */
  boolean marksNumbers() {
    return marksNumbers;
  }

  /** {@return the bytes of rows that were already read; not copied} */
  byte[] rest() {
    return rest;
  }
}
