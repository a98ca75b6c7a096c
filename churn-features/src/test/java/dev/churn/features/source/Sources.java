package dev.churn.features.source;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import dev.churn.features.Fixture;
import dev.churn.features.util.NumberMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files in the containers that people upload, and what is read from them. */
public final class Sources {
  private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private Sources() {}

  /** What was read from a file. */
  record Read(
      String text,
      List<String> conversions,
      Optional<String> encoding,
      long firstLine,
      List<Misfits.Misfit> misfits) {}

  static Read read(byte[] file) {
    return read(file, FileConventions.defaults());
  }

  static Read read(byte[] file, FileConventions conventions) {
    return read(Content.of(file), conventions);
  }

  /** {@return what was read, without the marks of numbers} */
  static Read read(Content file, FileConventions conventions) {
    Read read = marked(file, conventions);
    String mark = String.valueOf((char) NumberMark.BYTE);
    return new Read(
        read.text().replace(mark, ""),
        read.conversions(),
        read.encoding(),
        read.firstLine(),
        read.misfits());
  }

  static Read marked(Content file, FileConventions conventions) {
    try (SourceText source = SourceText.open(file, conventions, ReadingLimits.DEFAULTS)) {
      var out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1000];
      int count;
      do {
        count = source.read(buffer, 0, buffer.length);
        out.write(buffer, 0, count);
      } while (count == buffer.length);
      return new Read(
          out.toString(StandardCharsets.UTF_8),
          source.findings().conversions(),
          source.findings().encoding(),
          source.firstLine(),
          source.findings().misfits().first());
    }
  }

  static ChurnException refusal(byte[] file) {
    return refusal(file, FileConventions.defaults());
  }

  static ChurnException refusal(byte[] file, FileConventions conventions) {
    return catchThrowableOfType(ChurnException.class, () -> read(file, conventions));
  }

  static FileConventions sheet(String name) {
    FileConventions all = FileConventions.defaults();
    return new FileConventions(
        all.encoding(),
        Optional.of(name),
        all.decimalSeparator(),
        all.missingValues(),
        all.churnLabels(),
        all.timeZone(),
        all.decimalIds());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] gzip(byte[] bytes) {
    return Fixture.gzip(bytes);
  }

  public static byte[] zip(String name, byte[] file) {
    return zip(Map.of(name, file));
  }

  /** {@return an archive with files by name; a name that ends in a slash is a folder} */
  static byte[] zip(Map<String, byte[]> files) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** {@return a workbook of one sheet with these rows, as XML} */
  public static byte[] workbook(String rows) {
    return zip(parts(rows));
  }

  /** {@return the parts of a workbook of one sheet, which a test may change} */
  static Map<String, byte[]> parts(String rows) {
    return parts(Map.of("Sheet1", rows));
  }

  /** {@return the parts of a workbook; a sheet whose name begins with a dot is hidden} */
  static Map<String, byte[]> parts(Map<String, String> rowsBySheet) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("[Content_Types].xml", bytes("<Types/>"));
    parts.put(
        "_rels/.rels",
        relations("<Relationship Id='r' Type='%s/officeDocument' Target='xl/workbook.xml'/>"));
    var sheets = new StringBuilder();
    var relations = new StringBuilder();
    int id = 0;
    for (Map.Entry<String, String> sheet : rowsBySheet.entrySet()) {
      id++;
      sheets.append(
          "<sheet name='%s' sheetId='%d' r:id='rId%d'%s/>"
              .formatted(
                  sheet.getKey(), id, id, sheet.getKey().startsWith(".") ? " state='hidden'" : ""));
      relations.append(
          "<Relationship Id='rId%d' Type='%s/worksheet' Target='worksheets/sheet%d.xml'/>"
              .formatted(id, RELATIONS, id));
      parts.put(
          "xl/worksheets/sheet%d.xml".formatted(id),
          bytes(
              "<worksheet xmlns='%s'><cols/><sheetData>%s</sheetData></worksheet>"
                  .formatted(MAIN, sheet.getValue())));
    }
    parts.put(
        "xl/workbook.xml",
        bytes(
            "<workbook xmlns='%s' xmlns:r='%s'><workbookPr/><sheets>%s</sheets></workbook>"
                .formatted(MAIN, RELATIONS, sheets)));
    parts.put(
        "xl/_rels/workbook.xml.rels",
        relations(
            relations
                + "<Relationship Id='s' Type='%1$s/styles' Target='styles.xml'/>"
                + "<Relationship Id='t' Type='%1$s/sharedStrings' Target='/xl/sharedStrings.xml'/>"));
    parts.put(
        "xl/styles.xml",
        bytes(
            """
            <styleSheet xmlns='%s'>
            <numFmts><numFmt numFmtId='164' formatCode='dd\\.mm\\.yyyy'/><numFmt numFmtId='165'
              formatCode='#,##0.00 "days"'/><numFmt numFmtId='166' formatCode='[h]:mm'/></numFmts>
            <cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>
            <cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='22'/><xf numFmtId='164'/>
            <xf numFmtId='165'/><xf numFmtId='20'/><xf numFmtId='166'/></cellXfs></styleSheet>
            """
                .formatted(MAIN)));
    parts.put(
        "xl/sharedStrings.xml",
        bytes(
            "<sst xmlns='%s'><si><t>customer_id</t></si><si><r><t>event</t></r><r><rPr/><t>_date</t></r><rPh><t>x</t></rPh></si><si><t xml:space='preserve'> a, \"b\" </t></si></sst>"
                .formatted(MAIN)));
    return parts;
  }

  private static byte[] relations(String all) {
    return bytes(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>%s</Relationships>"
            .formatted(all.formatted(RELATIONS)));
  }
}
