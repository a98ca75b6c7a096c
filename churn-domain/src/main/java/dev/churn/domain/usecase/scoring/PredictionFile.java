package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerPrediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/**
 * Writes the file of a batch: CSV as in RFC 4180 with line feeds, so that every customer id reads
 * back as it was. An id that a spreadsheet would take for a formula is not changed.
 */
final class PredictionFile {
  private static final String HEADER =
      "customer_id,as_of,churn_probability,risk_segment,model_version,model_id,reasons\n";

  private final Writer out;
  private final StringBuilder line = new StringBuilder(256);

  /** Begins the file. */
  PredictionFile(Writer out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  /** Writes the row of a customer. */
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

  /** Blanks at the ends, too, since many readers trim what is not in quotes. */
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
