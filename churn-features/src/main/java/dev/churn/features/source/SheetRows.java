package dev.churn.features.source;

import dev.churn.domain.job.Interrupts;
import dev.churn.features.util.NumberMark;
import java.io.IOException;
import java.util.List;

/**
 * The rows of a sheet as CSV lines. The number of a line is that of its row: rows that are missing
 * or empty become empty lines.
 */
final class SheetRows implements GeneratedLines.Rows {
  private static final int MAX_COLUMNS = 16_384;
  private static final int MAX_GAP_ROW = 1_048_576; // the last row of a sheet in Excel

  private final Xml xml;
  private final SharedStrings strings;
  private final List<NumberFormats.Kind> styles;
  private final boolean days1904;
  private final StringBuilder text = new StringBuilder();
  private long lastRow; // that was written
  private long row; // that was found and waits for the lines before it
  private boolean found;
  private int column;

  SheetRows(Xml xml, SharedStrings strings, List<NumberFormats.Kind> styles, boolean days1904) {
    this.xml = xml;
    this.strings = strings;
    this.styles = styles;
    this.days1904 = days1904;
  }

  @Override
  public boolean next(CsvLines lines) throws IOException {
    if (!found && !findRow()) {
      return false;
    }
    lastRow++;
    if (lastRow < row) {
      lines.emptyLine();
      return true;
    }
    found = false;
    Interrupts.check("Reading the file");
    readCells(lines);
    lines.endRow();
    return true;
  }

  private boolean findRow() throws IOException {
    while (xml.next() && !xml.isEnd("sheetData")) {
      if (xml.isStart("row")) {
        int number = Numbers.nonNegative(xml.attribute("r"), 0);
        if (number > MAX_GAP_ROW && number > lastRow + 1) {
          throw Xml.damaged("row %d after row %d".formatted(number, lastRow));
        }
        row = Math.max(number, lastRow + 1);
        found = true;
        return true;
      }
    }
    return false;
  }

  private void readCells(CsvLines lines) throws IOException {
    column = 0;
    while (xml.next() && !xml.isEnd("row")) {
      if (xml.isStart("c")) {
        readCell(lines);
      } else if (xml.isStart()) {
        xml.skip();
      }
    }
  }

  private void readCell(CsvLines lines) throws IOException {
    String reference = xml.attribute("r");
    String type = xml.attribute("t");
    String style = xml.attribute("s");
    int at = reference == null ? column : columnOf(reference);
    if (at >= MAX_COLUMNS) {
      throw Xml.damaged("a cell beyond column XFD in row " + row);
    }
    column = at + 1;
    text.setLength(0);
    while (xml.next() && !xml.isEnd("c")) {
      if (xml.isStart("v")) {
        text.setLength(0);
        xml.text(text);
      } else if (xml.isStart("is")) {
        SharedStrings.readText(xml, "is", text);
      } else if (xml.isStart()) {
        xml.skip(); // a formula, of which the value is kept beside it
      }
    }
    lines.set(at, value(type == null ? "n" : type, style));
  }

  private String value(String type, String style) {
    if (text.length() == 0) {
      return "";
    }
    String raw = text.toString();
    return switch (type) {
      case "s" ->
          NumberMark.without(
              strings.find(Numbers.nonNegative(raw.strip(), -1)).orElseThrow(() -> noText(raw)));
      case "str", "inlineStr" -> NumberMark.without(CellTexts.text(raw));
      case "b" -> raw.strip().equals("1") ? "true" : raw.strip().equals("0") ? "false" : raw;
      case "d" -> CellTexts.isoDay(raw.strip());
      case "n" -> number(raw.strip(), style);
      default -> raw; // "e", an error such as #N/A
    };
  }

  private String number(String raw, String style) {
    int index = Numbers.nonNegative(style, 0);
    NumberFormats.Kind kind = index < styles.size() ? styles.get(index) : NumberFormats.Kind.NUMBER;
    return kind == NumberFormats.Kind.NUMBER
        ? CellTexts.markedNumber(raw)
        : CellTexts.day(raw, kind, days1904);
  }

  private RuntimeException noText(String index) {
    return Xml.damaged(
        "no shared text %s, to which a cell of row %d refers"
            .formatted(Refusals.quoted(index), row));
  }

  /** {@return the column of a reference such as {@code AB12}, from 0} */
  private static int columnOf(String reference) {
    int column = 0;
    for (int i = 0; i < reference.length() && column <= MAX_COLUMNS; i++) {
      char c = reference.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        column = 26 * column + c - 'A' + 1;
      } else if (c >= 'a' && c <= 'z') {
        column = 26 * column + c - 'a' + 1;
      } else {
        break;
      }
    }
    return Math.max(0, column - 1);
  }

  @Override
  public void close() throws IOException {
    xml.close();
  }
}
