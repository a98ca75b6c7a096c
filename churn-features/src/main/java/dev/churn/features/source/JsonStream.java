package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.job.Interrupts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * JSON objects in an array, or one after the other, in any layout. A row has the line on which its
 * object begins, if no other object begins there. A fault in the syntax ends the reading.
 */
final class JsonStream implements GeneratedLines.Rows {
  private final JsonParser parser;
  private final JsonObjects objects;
  private final JsonColumns columns;
  private final Misfits misfits;
  private long line = -1; // the last one that was written; the header is written before the first
  private long begin; // the line of the value that was found
  private boolean found;

  JsonStream(InputStream in, JsonObjects objects, JsonColumns columns, Misfits misfits) {
    this.parser = objects.parser(in);
    this.objects = objects;
    this.columns = columns;
    this.misfits = misfits;
  }

  /**
   * Adds the columns of all objects.
   *
   * @throws ChurnException if there is no object, or one that holds the rows as an array
   */
  static void readColumns(InputStream in, JsonObjects objects, JsonColumns columns)
      throws IOException {
    List<String> keys = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    long count = 0;
    try (JsonParser parser = objects.parser(in)) {
      while (findValue(parser)) {
        Interrupts.check("Reading the file");
        if (parser.currentToken() == JsonToken.START_OBJECT) {
          keys.clear();
          objects.readKeys(
              parser,
              keys::add,
              key -> {
                if (rows.isEmpty()) {
                  rows.add(key);
                }
              });
          columns.add(keys);
          count++;
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw problem(e);
    }
    if (count == 0) {
      throw Refusals.kind(
          "JSON without objects", "write each event as an object with its keys, one a line");
    }
    if (count == 1 && !rows.isEmpty()) {
      throw Refusals.kind(
          "a JSON object that is no row",
          "upload the array %s alone".formatted(Refusals.quoted(rows.get(0))));
    }
  }

  /** Goes to the next object or other value, at the top or in an array at the top. */
  private static boolean findValue(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      boolean arrayAtTop =
          token == JsonToken.START_ARRAY && parser.streamReadContext().getNestingDepth() == 1;
      if (!arrayAtTop && token != JsonToken.END_ARRAY) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean next(CsvLines out) throws IOException {
    if (line < 0) {
      line = 0;
      columns.writeHeader(out);
      return true;
    }
    try {
      if (!found && !findValue(parser)) {
        return false;
      }
      if (!found) {
        found = true;
        begin = parser.currentTokenLocation().getLineNr();
      }
      line++;
      if (line < begin) {
        out.emptyLine();
        return true;
      }
      found = false;
      Interrupts.check("Reading the file");
      readRow(out);
      return true;
    } catch (JacksonException e) {
      throw problem(e);
    }
  }

  private void readRow(CsvLines out) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      objects.read(parser, (key, value) -> out.set(columns.index(key), value));
      out.endRow();
    } else {
      misfits.add(line, parser.getString());
      parser.skipChildren();
      out.emptyLine();
    }
  }

  /** {@return the error about a fault in the syntax} */
  private static ChurnException problem(JacksonException e) throws IOException {
    JsonObjects.throwStreamError(e);
    return Refusals.unusable(
        "Expected JSON objects, one a line or in an array, found %s%s"
            .formatted(
                JsonObjects.problem(e),
                e.getLocation() == null
                    ? ""
                    : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())));
  }

  @Override
  public void close() {
    parser.close();
  }
}
