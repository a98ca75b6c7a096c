package dev.churn.postgres;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.port.PredictionBatches.Sink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * Sends predictions to a table by {@code COPY} in its text format, some thousand at a time, so that
 * the connection is free in between: who gives the predictions may ask the database, too.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
final class PredictionCopy implements Sink {
  private static final int BUFFER = 1 << 20;

  private final Connection connection;
  private final String sql;
  private final StringBuilder rows = new StringBuilder(BUFFER + (1 << 14));

  PredictionCopy(Connection connection, String table) {
    this.connection = connection;
    this.sql =
        "copy "
            + table
            + " (is_shadow, customer_id, churn_probability, model_id, model_version, reasons)"
            + " from stdin";
  }

  @Override
  public void answer(CustomerPrediction prediction) {
    add(prediction, 'f');
  }

  @Override
  public void shadow(CustomerPrediction prediction) {
    add(prediction, 't');
  }

  private void add(CustomerPrediction prediction, char shadow) {
    rows.append(shadow).append('\t');
    appendText(Columns.text(prediction.customerId()));
    rows.append('\t').append(prediction.probability().value());
    rows.append('\t').append(prediction.model());
    rows.append('\t').append(prediction.modelVersion()).append('\t');
    appendText(array(prediction.reasons()));
    rows.append('\n');
    if (rows.length() >= BUFFER) {
      send();
    }
  }

  /** Backslashes, and what would end a column or a row. */
  private void appendText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(c);
      }
    }
  }

  private static String array(List<String> texts) {
    var array = new StringBuilder("{");
    for (String text : texts) {
      array.append(array.length() > 1 ? "," : "").append('"');
      array.append(Columns.text(text).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    return array.append('}').toString();
  }

  /** Sends what has not been sent yet. */
  void send() {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    rows.setLength(0);
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql, new ByteArrayInputStream(bytes), BUFFER);
    } catch (SQLException e) {
      throw new CopyFailed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory can be read
    }
  }

  /** Translated at the border, as all failures of the database are. */
  private static final class CopyFailed extends JdbiException {
    private static final long serialVersionUID = 1L;

    CopyFailed(SQLException cause) {
      super(cause);
    }
  }
}
