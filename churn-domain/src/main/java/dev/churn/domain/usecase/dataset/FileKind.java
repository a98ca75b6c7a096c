package dev.churn.domain.usecase.dataset;

import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.ObjectKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/** How an uploaded file is packed, told from its first bytes, with its name and media type. */
enum FileKind {
  CSV("csv", "text/csv"),
  GZIP("csv.gz", "application/gzip"),
  ZIP("zip", "application/zip"),
  WORKBOOK("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  JSON_LINES("jsonl", "application/x-ndjson"),
  JSON("json", "application/json");

  private static final int HEAD = 1 << 10;
  private static final int ZIP_HEADER = 30; // bytes before the name of the first file

  private final String extension;
  private final String mediaType;

  FileKind(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  /** {@return the kind of a file of which {@link #extension} is in the key} */
  static FileKind of(ObjectKey key) {
    return Stream.of(values())
        .filter(kind -> key.path().endsWith("." + kind.extension))
        .max(Comparator.comparingInt(kind -> kind.extension.length()))
        .orElse(CSV);
  }

  /** {@return the kind of a file that has been found to hold rows} */
  static FileKind of(Content file) {
    byte[] head;
    try (InputStream in = file.open()) {
      head = in.readNBytes(HEAD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (begins(head, 0x1F, 0x8B)) { // RFC 1952; text never begins so
      return GZIP;
    }
    if (begins(head, 'P', 'K', 3, 4)) {
      return isWorkbook(head) ? WORKBOOK : ZIP;
    }
    return json(text(head));
  }

  private static boolean begins(byte[] head, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (head.length == i || (head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the first file of an archive is one that only workbooks have. */
  private static boolean isWorkbook(byte[] head) {
    int length = head.length < ZIP_HEADER ? 0 : (head[26] & 0xFF) | (head[27] & 0xFF) << 8;
    String name =
        new String(
            Arrays.copyOfRange(head, ZIP_HEADER, Math.max(ZIP_HEADER, ZIP_HEADER + length)),
            StandardCharsets.UTF_8);
    return Stream.of("[Content_Types].xml", "_rels/", "docProps/", "xl/", "customXml/")
        .anyMatch(name::startsWith);
  }

  /** {@return the first characters without byte order mark, zeros of UTF-16 and blanks} */
  private static String text(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.replaceAll("^(\\u00EF\\u00BB\\u00BF|\\u00FF\\u00FE|\\u00FE\\u00FF)", "")
        .replace("\0", "")
        .replaceAll("\\s", "");
  }

  private static FileKind json(String text) {
    if (text.startsWith("{\"") || text.startsWith("{}")) {
      return JSON_LINES;
    }
    return text.startsWith("[{") || text.startsWith("[]") || text.startsWith("[[") ? JSON : CSV;
  }
}
