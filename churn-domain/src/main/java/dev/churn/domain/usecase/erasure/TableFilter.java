package dev.churn.domain.usecase.erasure;

import dev.churn.domain.job.Interrupts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies a table that this program wrote, CSV by RFC 4180 in UTF-8 with the customer in the first
 * column, without the rows of one customer. For one thread.
 */
final class TableFilter {
  private static final int CHECK_EVERY = 1 << 14;

  private final String customer;
  private final Consumer<List<String>> removed;
  private final StringBuilder line = new StringBuilder();

  /**
   * Creates the filter.
   *
   * @param removed receives the fields of each row that is left out
   */
  TableFilter(String customer, Consumer<List<String>> removed) {
    this.customer = customer;
    this.removed = removed;
  }

  /** {@return the number of rows that were left out} */
  long copy(InputStream table, Writer out) throws IOException {
    Reader in = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8), 1 << 16);
    long gone = 0;
    long rows = 0;
    while (next(in)) {
      if (rows > 0 && isGone()) {
        gone++;
        removed.accept(fields());
      } else {
        out.append(line);
      }
      if (++rows % CHECK_EVERY == 0) {
        Interrupts.check("Copying a table");
      }
    }
    return gone;
  }

  /** Reads a record with its line end; returns false at the end. */
  private boolean next(Reader in) throws IOException {
    line.setLength(0);
    boolean quoted = false;
    int c;
    while ((c = in.read()) >= 0) {
      line.append((char) c);
      if (c == '"') {
        quoted = !quoted; // a pair of quotes leaves it as it is
      } else if (c == '\n' && !quoted) {
        return true;
      }
    }
    return line.length() > 0;
  }

  /** {@return whether the first field is the customer, perhaps behind the sign against formulas} */
  private boolean isGone() {
    String first = fields(1).get(0);
    return first.equals(customer) || first.equals("'" + customer);
  }

  private List<String> fields() {
    return fields(Integer.MAX_VALUE);
  }

  private List<String> fields(int limit) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length() && fields.size() < limit; i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (!quoted && i > 0 && line.charAt(i - 1) == '"') {
          field.append('"');
        }
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n' || c == '\r')) {
        if (c != '\r') {
          fields.add(field.toString());
          field.setLength(0);
        }
      } else {
        field.append(c);
      }
    }
    if (fields.size() < limit && field.length() > 0) {
      fields.add(field.toString());
    }
    return fields;
  }
}
