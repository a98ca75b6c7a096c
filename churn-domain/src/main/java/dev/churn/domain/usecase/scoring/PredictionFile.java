package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerPrediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes the file of a batch as CSV by RFC 4180 with line feeds, so that every customer id can be
 * read back unchanged. Ids that a spreadsheet would interpret as formulas are not altered.
 */
final class PredictionFile {
  private static final String HEADER =
      "customer_id,as_of,churn_probability,risk_segment,model_version,model_id,reasons\n";

  private final Writer out;
  private final StringBuilder line = new StringBuilder(256);

  /** Creates the writer and writes the header. */
  PredictionFile(Writer out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  /** Writes the row of a prediction. */
  void add(CustomerPrediction prediction) {
    line.setLength(0);
    appendText(prediction.customerId());
    line.append(',').append(prediction.asOf());
    line.append(',').append(prediction.probability().value());
    line.append(',').append(prediction.probability().segment().label());
    line.append(',').append(prediction.modelVersion());
    line.append(',').append(prediction.model()).append(',');
    appendText(String.join("; ", prediction.reasons()));
    line.append('\n');
    try {
      out.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void appendText(String text) {
    if (!needsQuotes(text)) {
      line.append(text);
      return;
    }
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '"') {
        line.append('"');
      }
      line.append(text.charAt(i));
    }
    line.append('"');
  }

  /**
   * Returns whether a text needs quotes; leading and trailing blanks count, because many readers
   * trim unquoted text.
   */
  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return true;
      }
    }
    return !text.equals(text.strip());
  }
}
