package dev.churn.features.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The texts that the cells of a workbook refer to, kept compactly; at most 64 MiB of them. */
final class SharedStrings {
  private static final int MAX_BYTES = 64 << 20;
  private static final int COST = 4; // bytes that each text needs beside its characters

  private byte[] bytes = new byte[1 << 12];
  private int length;
  private int[] ends = new int[1 << 8];
  private int count;

  private SharedStrings() {}

  /** {@return the texts of a part, or none if there is no such part} */
  static SharedStrings read(Optional<InputStream> part) throws IOException {
    var strings = new SharedStrings();
    if (part.isPresent()) {
      try (var xml = new Xml(part.get())) {
        var text = new StringBuilder();
        while (xml.next()) {
          if (xml.isStart("si")) {
            readText(xml, "si", text);
            strings.add(CellTexts.text(text.toString()));
          }
        }
      }
    }
    return strings;
  }

  /** Reads the runs of a rich text up to the end of its element, without its pronunciation. */
  static void readText(Xml xml, String element, StringBuilder text) throws IOException {
    text.setLength(0);
    while (xml.next() && !xml.isEnd(element)) {
      if (xml.isStart("t")) {
        xml.text(text);
      } else if (xml.isStart("rPh")) {
        xml.skip();
      }
    }
  }

  private void add(String text) {
    byte[] added = text.getBytes(StandardCharsets.UTF_8);
    if ((long) length + added.length + (long) COST * count > MAX_BYTES) {
      throw Refusals.unusable(
          "Expected a workbook of at most %d MiB of different texts, found one of more; save the sheet as CSV and upload that"
              .formatted(MAX_BYTES >> 20));
    }
    if (length + added.length > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, Math.max(length + added.length, Math.min(2 * bytes.length, MAX_BYTES)));
    }
    System.arraycopy(added, 0, bytes, length, added.length);
    length += added.length;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = length;
  }

  /** {@return the text at an index, or empty if there is none} */
  Optional<String> find(int index) {
    if (index < 0 || index >= count) {
      return Optional.empty();
    }
    int from = index == 0 ? 0 : ends[index - 1];
    return Optional.of(new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8));
  }
}
