package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Misfits;
import dev.churn.features.source.SourceText;
import java.util.List;
import java.util.Optional;

/** The CSV text of a file in UTF-8, whatever the file is. */
final class SourceStream implements AutoCloseable {
  private final SourceText text;

  private SourceStream(SourceText text) {
    this.text = text;
  }

  /**
   * {@return the text of {@code content}}
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the content cannot be read, {@link
   *     ErrorCode#UNPROCESSABLE} if it holds no rows of text or is damaged, {@link
   *     ErrorCode#INVALID_INPUT} if its encoding or sheet is unknown
   */
  static SourceStream open(Content content, FileConventions conventions) {
    return new SourceStream(SourceText.open(content, conventions));
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

  /** {@return sentences about what was converted, such as the encoding} */
  List<String> conversions() {
    return text.conversions();
  }

  /** {@return the name of the encoding of the file, or empty if it is UTF-8} */
  Optional<String> encodingFound() {
    return text.encoding();
  }

  /** {@return the line of the file on which the text begins; 0 if the header is none of its lines} */
  long firstLine() {
    return text.firstLine();
  }

  /** {@return the records that could not be read so far, which are no rows of the text} */
  Misfits misfits() {
    return text.misfits();
  }

  @Override
  public void close() {
    text.close();
  }
}
