package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Findings;
import dev.churn.features.source.SourceText;
import java.util.List;

/** The CSV text of a file in UTF-8, whatever the file is. */
public final class SourceStream implements AutoCloseable {
  private final SourceText text;

  private SourceStream(SourceText text) {
    this.text = text;
  }

  /**
   * {@return the text of {@code content}}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the content cannot be read, {@link
   *     ErrorCode#UNPROCESSABLE} if it holds no rows of text or is damaged, {@link
   *     ErrorCode#INVALID_INPUT} if its encoding or sheet is unknown, {@link ErrorCode#TOO_LARGE}
   *     if it unpacks beyond a limit
   */
  public static SourceStream open(
      Content content, FileConventions conventions, ReadingLimits limits) {
    return new SourceStream(SourceText.open(content, conventions, limits));
  }

  /**
   * {@return the number of bytes read into the buffer; less than {@code length} only at the end}
   */
  int read(byte[] buffer, int from, int length) {
    return text.read(buffer, from, length);
  }

  /** {@return the fraction of the file that has been read, 0 to 1} */
  double fraction() {
    return text.fraction();
  }

  /** {@return what has been found out about the file so far, such as its encoding} */
  public Findings findings() {
    return text.findings();
  }

  /**
   * {@return the line of the file on which the text begins; 0 if the header is none of its lines}
   */
  long firstLine() {
    return text.firstLine();
  }

  /** {@return an error about the text, completed by what was converted or chosen to get at it} */
  ChurnException explained(ChurnException e) {
    List<String> conversions = findings().conversions();
    return conversions.isEmpty() || e.code() != ErrorCode.UNPROCESSABLE
        ? e
        : new ChurnException(
            e.code(), e.getMessage() + ". " + String.join(" ", conversions), e.fieldErrors());
  }

  /**
   * {@return an error about the rows, or, if the stored bytes are not the ones that were stored,
   * that error instead} Nothing can be read afterwards.
   */
  public ChurnException unlessChanged(ChurnException e) {
    return text.unlessChanged(e);
  }

  @Override
  public void close() {
    text.close();
  }
}
