package dev.churn.features.source;

import dev.churn.domain.job.Interrupts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON objects of which each stands on a line of its own. A line that is none costs its row. */
final class JsonLines implements GeneratedLines.Rows {
  private static final String EXPECTED = "expected a JSON object on a line of its own, found ";

  private final InputStream in;
  private final ByteLines lines;
  private final JsonObjects objects;
  private final JsonColumns columns;
  private final Misfits misfits;
  private long line = -1; // the header is written before the first line

  JsonLines(InputStream in, JsonObjects objects, JsonColumns columns, Misfits misfits) {
    this.in = in;
    this.lines = new ByteLines(in);
    this.objects = objects;
    this.columns = columns;
    this.misfits = misfits;
  }

  /** Adds the columns of all objects; lines that are none have no columns. */
  static void readColumns(InputStream in, JsonObjects objects, JsonColumns columns)
      throws IOException {
    var lines = new ByteLines(in);
    List<String> keys = new ArrayList<>();
    while (lines.next()) {
      Interrupts.check("Reading the file");
      keys.clear();
      if (!lines.isWhole()) {
        continue; // told when the rows are read
      }
      try (JsonParser parser = objects.parser(lines.bytes(), lines.from(), lines.length())) {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          objects.readKeys(parser, keys::add, rows -> {});
          if (parser.nextToken() == null) {
            columns.add(keys);
          }
        }
      } catch (JacksonException e) {
        continue; // told when the rows are read
      }
    }
  }

  @Override
  public boolean next(CsvLines out) throws IOException {
    line++;
    if (line == 0) {
      columns.writeHeader(out);
      return true;
    }
    if (!lines.next()) {
      return false;
    }
    if (lines.isBlank()) {
      out.emptyLine();
    } else if (!lines.isWhole()) {
      misfit(out, EXPECTED + "one of more than 8 MiB");
    } else {
      readRow(out);
    }
    return true;
  }

  private void readRow(CsvLines out) {
    try (JsonParser parser = objects.parser(lines.bytes(), lines.from(), lines.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        misfit(out, EXPECTED + "another value");
        return;
      }
      objects.read(parser, (key, value) -> out.set(columns.index(key), value));
      if (parser.nextToken() != null) {
        misfit(out, EXPECTED + "more behind it");
        return;
      }
      out.endRow();
    } catch (JacksonException e) {
      misfit(out, EXPECTED + JsonObjects.problem(e));
    }
  }

  private void misfit(CsvLines out, String reason) {
    misfits.add(line, reason);
    out.dropRow();
    out.emptyLine();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
