package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Names files that hold no rows of text by their first bytes. */
final class Signatures {
  private static final int SNIFFED = 1 << 13;
  private static final int TEN_PERCENT = 10;
  private static final int TAR_MAGIC = 257;
  private static final String EXPORT = "export its rows as CSV or .xlsx and upload that";
  private static final String UNPACK = "unpack it and upload the CSV file, alone or as .zip or .gz";
  private static final String QUERY = "export the table as CSV and upload that";

  /** Beginnings that no text has. */
  private static final List<Signature> BINARIES =
      List.of(
          hex("4F626A01", "an Avro file", QUERY),
          hex("377ABCAF271C", "a 7z archive", UNPACK),
          hex("526172211A07", "a RAR archive", UNPACK),
          hex("FD377A585A00", "an xz file", UNPACK),
          hex("28B52FFD", "a zstd file", UNPACK),
          hex("04224D18", "an LZ4 file", UNPACK),
          hex("1F9D", "a compressed file (.Z)", UNPACK),
          hex("89504E470D0A1A0A", "an image (PNG)", EXPORT),
          hex("FFD8FF", "an image (JPEG)", EXPORT),
          hex("49492A00", "an image (TIFF)", EXPORT),
          hex("4D4D002A", "an image (TIFF)", EXPORT),
          hex("53514C69746520666F726D6174203300", "an SQLite database", QUERY),
          hex("894844460D0A1A0A", "an HDF5 file", QUERY),
          hex("934E554D5059", "a NumPy file", QUERY),
          hex("7F454C46", "a program", EXPORT));

  /** Beginnings that a text could have, too, if it went on as one. */
  private static final List<Signature> LETTERS =
      List.of(
          letters("PAR1", "a Parquet file", QUERY),
          letters("ORC", "an ORC file", QUERY),
          letters("ARROW1", "an Arrow file", QUERY),
          letters("FEA1", "a Feather file", QUERY),
          letters("BZh", "a bzip2 file", UNPACK),
          letters("GIF8", "an image (GIF)", EXPORT),
          letters("PGDMP", "a PostgreSQL dump", QUERY),
          letters("$FL2", "an SPSS file (.sav)", EXPORT));

  /** Beginnings of texts that are none in rows, in lower case. */
  private static final List<Signature> TEXTS =
      List.of(
          letters("%pdf-", "a PDF", EXPORT),
          letters("<!doctype html", "an HTML page", EXPORT),
          letters("<html", "an HTML page", EXPORT),
          letters("<head>", "an HTML page", EXPORT),
          letters("<meta ", "an HTML page", EXPORT),
          letters("<table", "an HTML page", EXPORT),
          letters("<stata_dta>", "a Stata file (.dta)", EXPORT),
          letters("{\\rtf", "a Rich Text document", EXPORT),
          letters("--\n-- postgresql database", "a PostgreSQL dump", QUERY),
          letters("-- mysql dump", "a MySQL dump", QUERY),
          letters("-- mariadb dump", "a MariaDB dump", QUERY));

  private Signatures() {}

  /**
   * @param kind what the file is, with its article
   * @param advice what to do with it
   */
  private record Signature(byte[] bytes, String kind, String advice) {
    void refuse(byte[] head) {
      if (isAt(0, bytes, head)) {
        throw Refusals.kind(kind, advice);
      }
    }
  }

  private static Signature letters(String bytes, String kind, String advice) {
    return new Signature(bytes.getBytes(StandardCharsets.US_ASCII), kind, advice);
  }

  private static Signature hex(String bytes, String kind, String advice) {
    return new Signature(HexFormat.of().parseHex(bytes), kind, advice);
  }

  static boolean isGzip(byte[] head) {
    return isAt(0, new byte[] {0x1F, (byte) 0x8B}, head);
  }

  static boolean isZip(byte[] head) {
    return isAt(0, new byte[] {'P', 'K', 3, 4}, head)
        || isAt(0, new byte[] {'P', 'K', 5, 6}, head)
        || isAt(0, new byte[] {'P', 'K', 7, 8}, head);
  }

  /**
   * Refuses a file that is no text.
   *
   * @param head its first bytes, as they are
   * @throws ChurnException if the bytes are those of another kind of file, or more than every tenth
   *     of them is a control character
   */
  static void requireText(byte[] head) {
    for (Signature signature : BINARIES) {
      signature.refuse(head);
    }
    if (isAt(0, HexFormat.of().parseHex("D0CF11E0A1B11AE1"), head)) {
      throw officeFile(head);
    }
    if (isAt(TAR_MAGIC, "ustar".getBytes(StandardCharsets.US_ASCII), head)) {
      throw Refusals.kind("a TAR archive", UNPACK);
    }
    int controls = Encoding.isWideUnicode(head) ? 0 : controls(head);
    if (controls > 0) {
      for (Signature signature : LETTERS) {
        signature.refuse(head);
      }
    }
    if (controls > Math.min(SNIFFED, head.length) / TEN_PERCENT) {
      throw Refusals.kind("binary data", EXPORT);
    }
  }

  /** Counts the characters that text does not contain, beside tab, line ends and escape. */
  private static int controls(byte[] head) {
    int controls = 0;
    for (int i = 0; i < Math.min(SNIFFED, head.length); i++) {
      if (head[i] >= 0 && head[i] < ' ' && "\t\n\u000B\f\r\u001B".indexOf(head[i]) < 0) {
        controls++;
      }
    }
    return controls;
  }

  /** Office files before 2007, and encrypted ones, are a file system of their own (MS-CFB). */
  private static ChurnException officeFile(byte[] head) {
    String names = new String(head, StandardCharsets.UTF_16LE);
    if (names.contains("EncryptedPackage")) {
      return Refusals.kind(
          "a workbook that is protected by a password", "save it without one and upload that");
    }
    if (names.contains("WordDocument")) {
      return Refusals.kind("an old Word document", EXPORT);
    }
    if (names.contains("PowerPoint Document")) {
      return Refusals.kind("an old PowerPoint presentation", EXPORT);
    }
    return Refusals.kind("an old Excel workbook (.xls)", "save it as .xlsx or CSV");
  }

  /**
   * Refuses a text that is none in rows.
   *
   * @param head the first bytes of a text in UTF-8
   */
  static void requireRows(byte[] head) {
    int from = Json.start(head);
    String text =
        new String(head, from, Math.min(SNIFFED, head.length - from), StandardCharsets.UTF_8)
            .toLowerCase(Locale.ROOT);
    byte[] lower = text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
    for (Signature signature : TEXTS) {
      signature.refuse(lower);
    }
    if (text.startsWith("<?xml")) {
      if (text.contains("urn:schemas-microsoft-com:office:spreadsheet")) {
        throw Refusals.kind("an Excel workbook as XML (.xml)", "save it as .xlsx or CSV");
      }
      throw text.contains("<html")
          ? Refusals.kind("an HTML page", EXPORT)
          : Refusals.kind("an XML file", EXPORT);
    }
  }

  /**
   * Refuses an archive that is a document.
   *
   * @throws ChurnException if it is one
   */
  static void requireArchiveOfData(ZipArchive archive, String mimetype) {
    if (mimetype.startsWith("application/vnd.oasis.opendocument.spreadsheet")) {
      throw Refusals.kind("an OpenDocument spreadsheet", "save it as .xlsx or CSV");
    }
    if (mimetype.startsWith("application/vnd.oasis.opendocument")) {
      throw Refusals.kind("an OpenDocument file", EXPORT);
    }
    if (archive.has("word/document.xml")) {
      throw Refusals.kind("a Word document", EXPORT);
    }
    if (archive.has("ppt/presentation.xml")) {
      throw Refusals.kind("a PowerPoint presentation", EXPORT);
    }
    if (archive.has("xl/workbook.bin")) {
      throw Refusals.kind("a binary Excel workbook (.xlsb)", "save it as .xlsx or CSV");
    }
    if (archive.has("Index/Document.iwa") || archive.has("Index.zip")) {
      throw Refusals.kind("a Numbers spreadsheet", "export it as .xlsx or CSV");
    }
  }

  private static boolean isAt(int position, byte[] bytes, byte[] head) {
    return head.length >= position + bytes.length
        && Arrays.equals(head, position, position + bytes.length, bytes, 0, bytes.length);
  }
}
