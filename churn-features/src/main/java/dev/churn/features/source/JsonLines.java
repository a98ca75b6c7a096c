package dev.churn.features.source;

import dev.churn.domain.job.Interrupts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** JSON objects of which each stands on a line of its own. A line that is none costs its row. */
final class JsonLines implements GeneratedLines.Rows {
  private static final int SHOWN = 400;

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
        // told when the rows are read
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
    } else if (lines.isWhole() && isRow(out)) {
      out.endRow();
    } else {
      misfits.add(line, shown());
      out.dropRow();
      out.emptyLine();
    }
    return true;
  }

  private boolean isRow(CsvLines out) {
    try (JsonParser parser = objects.parser(lines.bytes(), lines.from(), lines.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      // a key that is no column is on a line that turns out to be no object
      var unknown = new AtomicBoolean();
      objects.read(
          parser,
          (key, value) -> {
            if (columns.contains(key)) {
              out.set(columns.index(key), value);
            } else {
              unknown.set(true);
            }
          });
      return parser.nextToken() == null && !unknown.get();
    } catch (JacksonException e) {
      return false;
    }
  }

  private String shown() {
    return lines.isWhole()
        ? new String(
                lines.bytes(),
                lines.from(),
                Math.min(SHOWN, lines.length()),
                StandardCharsets.UTF_8)
            .strip()
        : "a line of more than 8 MiB";
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
