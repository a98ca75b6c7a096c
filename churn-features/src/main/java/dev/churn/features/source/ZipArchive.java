package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.limit.ReadingLimits;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An open ZIP file: an archive with a data file, or a workbook. */
final class ZipArchive implements Closeable {
  private static final int SHOWN = 5;
  private static final Set<String> DATA =
      Set.of(
          "csv", "tsv", "tab", "psv", "txt", "dat", "json", "jsonl", "ndjson", "xlsx", "xlsm", "gz",
          "zip");
  private static final String[] NUMBERS = {
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
  };

  private final ZipFile zip;
  private final Optional<Path> temporary;
  private final long size;
  private final ReadingLimits limits;

  private ZipArchive(ZipFile zip, Optional<Path> temporary, long size, ReadingLimits limits) {
    this.zip = zip;
    this.temporary = temporary;
    this.size = size;
    this.limits = limits;
  }

  /**
   * Opens an archive, for random access from a temporary file.
   *
   * @param finished a file with the bytes, if there is one already
   * @param size of the uploaded file
   * @throws ChurnException if the archive is damaged, encrypted or too large
   */
  static ZipArchive open(Layer layer, Optional<Path> finished, long size, ReadingLimits limits)
      throws IOException {
    if (isEncrypted(layer.head(8))) {
      throw encrypted();
    }
    if (finished.isPresent()) {
      return new ZipArchive(open(finished.get()), Optional.empty(), size, limits);
    }
    Path file;
    try (InputStream in = new InflationLimit(layer.open(), limits, () -> size)) {
      file = Spool.copy(in, limits.disk());
    }
    boolean opened = false;
    try {
      ZipFile zip = open(file);
      opened = true;
      return new ZipArchive(zip, remove(file) ? Optional.empty() : Optional.of(file), size, limits);
    } finally {
      if (!opened) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Removes an open file, so that nothing stays behind if the program is killed; returns false
   * where the operating system does not remove open files.
   */
  private static boolean remove(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether bit 0 of the flags of the first file is set (APPNOTE.TXT 4.4.4). */
  private static boolean isEncrypted(byte[] head) {
    return head.length >= 8 && head[2] == 3 && (head[6] & 1) != 0;
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      if (message(e).contains("encrypted")) {
        throw encrypted();
      }
      try {
        return new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1); // names that are not UTF-8
      } catch (ZipException damaged) {
        throw Refusals.unusable(
            "Expected a whole ZIP file, found a damaged or truncated one: " + message(damaged));
      }
    }
  }

  private static String message(ZipException e) {
    return String.valueOf(e.getMessage());
  }

  private static ChurnException encrypted() {
    return Refusals.kind("a ZIP that is encrypted", "upload it without a password");
  }

  /** {@return whether there is a file of this name} */
  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /** {@return the text of a small file, or empty if there is none} */
  Optional<String> text(String name, int maxBytes) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream in = stream(entry)) {
      return Optional.of(new String(in.readNBytes(maxBytes), StandardCharsets.UTF_8));
    }
  }

  /** {@return the bytes of a file of this name, in any case, or empty if there is none} */
  Optional<InputStream> find(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      entry = zip.stream().filter(e -> e.getName().equalsIgnoreCase(name)).findFirst().orElse(null);
    }
    return entry == null ? Optional.empty() : Optional.of(stream(entry));
  }

  /**
   * {@return the only data file}
   *
   * @throws ChurnException if there is none or more than one
   */
  Layer dataFile() {
    List<ZipEntry> files = zip.stream().filter(ZipArchive::isFile).collect(Collectors.toList());
    if (files.isEmpty()) {
      throw Refusals.kind("a ZIP without files", "put the CSV file into it");
    }
    List<ZipEntry> data = files.stream().filter(ZipArchive::isData).toList();
    if (data.size() == 1) {
      return new Layer(() -> stream(data.get(0)));
    }
    if (data.isEmpty() && files.size() == 1) { // whatever its name is; its bytes say what it is
      return new Layer(() -> stream(files.get(0)));
    }
    List<ZipEntry> found = data.isEmpty() ? files : data;
    throw Refusals.kind(
        "a ZIP with %s files: %s".formatted(number(found.size()), names(found)),
        "upload one of them");
  }

  private static String number(int count) {
    return count < NUMBERS.length ? NUMBERS[count] : Integer.toString(count);
  }

  private static String names(List<ZipEntry> files) {
    String names =
        files.stream()
            .limit(SHOWN)
            .map(file -> Refusals.quoted(file.getName()))
            .collect(Collectors.joining(", "));
    return files.size() > SHOWN ? names + " and %d more".formatted(files.size() - SHOWN) : names;
  }

  /** Returns whether the entry is a file, and none that an operating system adds by itself. */
  private static boolean isFile(ZipEntry entry) {
    String path = entry.getName().replace('\\', '/');
    String name = plainName(entry);
    return !name.isEmpty()
        && !path.startsWith("__macosx/")
        && !path.startsWith("__MACOSX/")
        && !name.startsWith("._")
        && !Set.of(".ds_store", "thumbs.db", "desktop.ini").contains(name);
  }

  /** Returns whether the name is that of a data file; a note about the data is none. */
  private static boolean isData(ZipEntry entry) {
    String name = plainName(entry);
    return DATA.contains(name.substring(name.lastIndexOf('.') + 1))
        && !name.startsWith("readme")
        && !name.startsWith("license");
  }

  private static String plainName(ZipEntry entry) {
    String path = entry.getName().replace('\\', '/');
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private InputStream stream(ZipEntry entry) throws IOException {
    // an archive within another one may be larger than what was uploaded
    long packed = Math.min(size, Math.max(0, entry.getCompressedSize()));
    return new InflationLimit(zip.getInputStream(entry), limits, () -> packed);
  }

  @Override
  public void close() throws IOException {
    try (zip) {
      if (temporary.isPresent()) {
        Files.deleteIfExists(temporary.get());
      }
    }
  }
}
