package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An Excel workbook in Office Open XML (ECMA-376), of which one sheet is read. */
final class Workbook {
  private static final int MAX_SHEETS = 1000;
  private static final int MAX_STYLES = 1 << 17;

  private final ZipArchive archive;
  private final Map<String, Part> parts = new HashMap<>();
  private final List<Sheet> sheets = new ArrayList<>();
  private final List<NumberFormats.Kind> styles = new ArrayList<>();
  private boolean days1904;

  private Workbook(ZipArchive archive) {
    this.archive = archive;
  }

  private record Part(String type, String path) {}

  private record Sheet(String name, String part, boolean hidden) {}

  /** {@return whether an archive is a workbook} */
  static boolean isWorkbook(ZipArchive archive) throws IOException {
    return archive.has("[Content_Types].xml") && main(archive).isPresent();
  }

  /** {@return the path of the main part} */
  private static Optional<String> main(ZipArchive archive) throws IOException {
    Map<String, Part> parts = new HashMap<>();
    readRelations(archive, "", "_rels/.rels", parts);
    return parts.values().stream()
        .filter(part -> part.type().endsWith("/officeDocument"))
        .map(Part::path)
        .filter(path -> path.toLowerCase(Locale.ROOT).startsWith("xl/") && path.endsWith(".xml"))
        .findFirst()
        .or(() -> Optional.of("xl/workbook.xml").filter(archive::has));
  }

  /** {@return the workbook in an archive} */
  static Workbook read(ZipArchive archive) throws IOException {
    String path = main(archive).orElseThrow();
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    var workbook = new Workbook(archive);
    readRelations(
        archive,
        folder,
        folder + "_rels/" + path.substring(folder.length()) + ".rels",
        workbook.parts);
    workbook.readSheets(path);
    workbook.readStyles();
    return workbook;
  }

  private static void readRelations(
      ZipArchive archive, String folder, String path, Map<String, Part> parts) throws IOException {
    Optional<InputStream> in = archive.find(path);
    if (in.isEmpty()) {
      return;
    }
    try (var xml = new Xml(in.get())) {
      while (xml.next() && parts.size() < MAX_SHEETS) {
        String target = xml.isStart("Relationship") ? xml.attribute("Target") : null;
        if (target != null && xml.attribute("Id") != null && xml.attribute("Type") != null) {
          parts.put(
              xml.attribute("Id"),
              new Part(
                  xml.attribute("Type"),
                  target.startsWith("/") ? target.substring(1) : plain(folder + target)));
        }
      }
    }
  }

  private static String plain(String path) {
    return path.replace("/./", "/").replaceAll("[^/]+/\\.\\./", "").replaceAll("^\\./", "");
  }

  private void readSheets(String path) throws IOException {
    try (var xml = new Xml(archive.find(path).orElseThrow(() -> missing(path)))) {
      while (xml.next() && sheets.size() < MAX_SHEETS) {
        if (xml.isStart("workbookPr")) {
          String value = xml.attribute("date1904");
          days1904 = "1".equals(value) || "true".equals(value);
        } else if (xml.isStart("sheet")) {
          Part part = parts.get(xml.qualified("id").orElse(""));
          if (part != null && part.type().endsWith("/worksheet")) { // no chart or dialog
            String name = xml.attribute("name");
            String state = xml.attribute("state");
            sheets.add(
                new Sheet(
                    name == null ? "" : name,
                    part.path(),
                    state != null && !state.equals("visible")));
          }
        }
      }
    }
    if (sheets.isEmpty()) {
      throw Xml.damaged("one without sheets");
    }
  }

  private void readStyles() throws IOException {
    Optional<InputStream> part = ofType("/styles");
    if (part.isEmpty()) {
      return;
    }
    Map<String, NumberFormats.Kind> formats = new HashMap<>();
    boolean cells = false;
    try (var xml = new Xml(part.get())) {
      while (xml.next() && styles.size() < MAX_STYLES && formats.size() < MAX_STYLES) {
        if (xml.isStart("numFmt") && xml.attribute("formatCode") != null) {
          formats.putIfAbsent(
              xml.attribute("numFmtId"), NumberFormats.ofCode(xml.attribute("formatCode")));
        } else if (xml.isStart("cellXfs") || xml.isEnd("cellXfs")) {
          cells = xml.isStart();
        } else if (cells && xml.isStart("xf")) {
          String id = xml.attribute("numFmtId");
          NumberFormats.Kind own = formats.get(id);
          styles.add(own == null ? NumberFormats.ofId(Numbers.nonNegative(id, 0)) : own);
        }
      }
    }
  }

  private Optional<InputStream> ofType(String type) throws IOException {
    for (Part part : parts.values()) {
      if (part.type().endsWith(type)) {
        return archive.find(part.path());
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the rows of a sheet}
   *
   * @param name of the sheet; empty for the first one that is not hidden
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is no sheet of that name
   */
  GeneratedLines.Rows rows(Optional<String> name) throws IOException {
    Sheet sheet = sheet(name);
    SharedStrings strings = SharedStrings.read(ofType("/sharedStrings"));
    var xml = new Xml(archive.find(sheet.part()).orElseThrow(() -> missing(sheet.part())));
    return new SheetRows(xml, strings, styles, days1904);
  }

  private Sheet sheet(Optional<String> name) {
    if (name.isEmpty()) {
      return sheets.stream().filter(sheet -> !sheet.hidden()).findFirst().orElse(sheets.get(0));
    }
    String wanted = name.get().strip();
    return sheets.stream()
        .filter(sheet -> sheet.name().equals(name.get()))
        .findFirst()
        .or(
            () ->
                sheets.stream().filter(s -> s.name().strip().equalsIgnoreCase(wanted)).findFirst())
        .orElseThrow(() -> unknown(name.get()));
  }

  /** {@return a sentence that says which of several sheets is read, or empty if there is one} */
  Optional<String> choice(Optional<String> name) {
    Sheet read = sheet(name);
    return sheets.size() == 1
        ? Optional.empty()
        : Optional.of(
            "The sheet %s of the workbook was read; the others are %s."
                .formatted(
                    Refusals.quoted(read.name()),
                    names(sheets.stream().filter(sheet -> sheet != read).toList())));
  }

  private ChurnException unknown(String name) {
    return new ChurnException(
        ErrorCode.INVALID_INPUT,
        "The workbook has no sheet " + Refusals.quoted(name),
        List.of(
            new FieldError(
                "sheet",
                "expected one of the sheets %s, found %s"
                    .formatted(names(sheets), Refusals.quoted(name)))));
  }

  private static String names(List<Sheet> sheets) {
    String names =
        sheets.stream()
            .limit(20)
            .map(sheet -> Refusals.quoted(sheet.name()))
            .collect(Collectors.joining(", "));
    return sheets.size() > 20 ? names + " and %d more".formatted(sheets.size() - 20) : names;
  }

  private static ChurnException missing(String part) {
    return Xml.damaged("one without its part " + Refusals.quoted(part));
  }
}
