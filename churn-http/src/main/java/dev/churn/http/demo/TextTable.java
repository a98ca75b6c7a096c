package dev.churn.http.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Formats text in aligned columns: the first and the last left-aligned, the others right-aligned.
 */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... head) {
    rows.add(List.of(head));
  }

  void add(String... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "expected %d cells, found %d".formatted(rows.get(0).size(), cells.length));
    }
    rows.add(List.of(cells));
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    String rule =
        IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ", "  ", "\n"));
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      text.append(line(rows.get(r), widths)).append(r == 0 ? rule : "");
    }
    return text.toString();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - row.get(i).length());
      boolean left = i == 0 || i == widths.length - 1;
      line.append("  ").append(left ? row.get(i) + blanks : blanks + row.get(i));
    }
    return line.toString().stripTrailing() + "\n";
  }
}
