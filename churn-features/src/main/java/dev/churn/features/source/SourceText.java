package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file as CSV text in UTF-8, whatever the file is: text in any encoding, gzip, a ZIP
 * archive with one file, an Excel workbook, or JSON. An archive may lie within another one, no
 * deeper.
 */
public final class SourceText implements Closeable {
  private static final int MAX_ARCHIVES = 2;
  private static final int GZIP_BUFFER = 1 << 16;
  private static final int CONTAINER_HEAD = 1 << 13;

  private final StoredBytes stored;
  private final FileConventions conventions;
  private final ReadingLimits limits;
  private final List<Closeable> resources = new ArrayList<>();
  private boolean generated;
  private boolean archives;
  private final List<String> conversions = new ArrayList<>();
  private final Misfits misfits = new Misfits();
  private String kind = "file";
  private Optional<String> encoding = Optional.empty();
  private long firstLine = 1;
  private InputStream text = InputStream.nullInputStream();

  private SourceText(StoredBytes stored, FileConventions conventions, ReadingLimits limits) {
    this.stored = stored;
    this.conventions = conventions;
    this.limits = limits;
    resources.add(stored);
  }

  /**
   * {@return the text of a file} Temporary files, which ZIP archives and workbooks need, are
   * removed when this is closed.
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file holds no rows of text
   *     or is damaged, {@link ErrorCode#TOO_LARGE} if it unpacks beyond a limit, {@link
   *     ErrorCode#INVALID_INPUT} if its encoding or sheet is unknown, {@link ErrorCode#UNAVAILABLE}
   *     if it cannot be read now
   */
  public static SourceText open(
      Content content, FileConventions conventions, ReadingLimits limits) {
    SourceText source;
    try {
      source = new SourceText(new StoredBytes(content), conventions, limits);
    } catch (IOException e) {
      throw unreadable(e);
    }
    boolean opened = false;
    try {
      source.open();
      opened = true;
      return source;
    } catch (IOException e) {
      throw source.unlessChanged(source.problem(e));
    } catch (ChurnException e) {
      throw source.unlessChanged(e);
    } finally {
      if (!opened) {
        source.closeQuietly();
      }
    }
  }

  private void open() throws IOException {
    var layer = new Layer(stored::open);
    Optional<Path> file = stored.content().finishedFile();
    for (int depth = 0; ; depth++) {
      byte[] head = layer.head(CONTAINER_HEAD);
      boolean gzip = Signatures.isGzip(head);
      if (!gzip && !Signatures.isZip(head)) {
        openText(layer);
        return;
      }
      if (gzip) {
        requireShallow(depth);
        layer = unzipped(layer);
        kind = "gzip file";
      } else {
        kind = "ZIP file";
        archives = true;
        ZipArchive archive = ZipArchive.open(layer, file, stored.size(), limits);
        resources.add(archive);
        if (Workbook.isWorkbook(archive)) {
          openWorkbook(archive);
          return;
        }
        requireShallow(depth);
        Signatures.requireArchiveOfData(archive, archive.text("mimetype", 100).orElse(""));
        layer = archive.dataFile();
      }
      file = Optional.empty();
    }
  }

  private static void requireShallow(int depth) {
    if (depth == MAX_ARCHIVES) {
      throw Refusals.kind(
          "an archive within an archive within an archive", "upload the innermost one");
    }
  }

  private Layer unzipped(Layer packed) {
    // bytes read of the latest stream, so that a bomb is refused as soon as it begins to unpack
    return new Layer(
        () ->
            new InflationLimit(
                new GzipMembers(packed.open(), GZIP_BUFFER), limits, this::uploadedBytes));
  }

  /** {@return how many uploaded bytes were read; all of them if they are read from a copy} */
  private long uploadedBytes() {
    return archives ? stored.size() : stored.position();
  }

  private void openWorkbook(ZipArchive archive) throws IOException {
    kind = "Excel workbook";
    Workbook workbook = Workbook.read(archive);
    workbook.choice(conventions.sheet()).ifPresent(conversions::add);
    text = lines(workbook.rows(conventions.sheet()), true);
  }

  private void openText(Layer bytes) throws IOException {
    byte[] head = bytes.head(Layer.HEAD);
    Signatures.requireText(head);
    Charset charset = Encoding.of(head, conventions.encoding());
    Layer utf8 = bytes;
    if (!charset.equals(StandardCharsets.UTF_8)) {
      utf8 = new Layer(() -> converted(bytes.open(), charset));
      head = utf8.head(Layer.HEAD);
      encoding = Optional.of(charset.name());
      conversions.add("The file is in %s and was converted to UTF-8.".formatted(charset.name()));
    }
    Signatures.requireRows(head);
    if (Json.isJson(head)) {
      firstLine = 0; // of the header, so that rows have the numbers of their lines
      text = lines(Json.of(utf8).rows(misfits), false);
    } else {
      text = utf8.open();
    }
  }

  private static InputStream converted(InputStream in, Charset charset) {
    return SingleByteText.isFor(charset)
        ? new SingleByteText(in, charset)
        : new Transcoder(in, charset);
  }

  private InputStream lines(GeneratedLines.Rows rows, boolean wholeLines) {
    generated = true;
    return new InflationLimit(
        new GeneratedLines(rows, new CsvLines(wholeLines)), limits, stored::size);
  }

  /**
   * Reads the text.
   *
   * @return the number of bytes read into the buffer; less than {@code length} only at the end
   * @throws ChurnException as {@link #open} does
   */
  public int read(byte[] buffer, int from, int length) {
    try {
      return text.readNBytes(buffer, from, length);
    } catch (IOException e) {
      throw unlessChanged(problem(e));
    }
  }

  /**
   * {@return an error about the text, or, if the stored bytes are not the ones that were stored,
   * that error instead} Nothing can be read afterwards.
   */
  public ChurnException unlessChanged(ChurnException e) {
    if (e.code() == ErrorCode.UNAVAILABLE) {
      return e;
    }
    try {
      stored.close();
      return e;
    } catch (ChurnException changed) {
      return changed;
    } catch (IOException unreadable) {
      return unreadable(unreadable);
    }
  }

  private ChurnException problem(IOException e) {
    return stored
        .failure()
        .map(SourceText::unreadable)
        .orElseGet(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    "Expected a whole %s, found a damaged or truncated one: %s"
                        .formatted(kind, shown(e)),
                    e));
  }

  private static String shown(IOException e) {
    return e.getMessage() == null || e.getMessage().startsWith("Unexpected end of ")
        ? "it ends too early"
        : e.getMessage();
  }

  private static ChurnException unreadable(IOException e) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE, "The file cannot be read now: " + e.getMessage(), e);
  }

  /** {@return the fraction of the file that has been read, 0 to 1} */
  public double fraction() {
    return stored.fraction();
  }

  /** {@return what has been found out so far} */
  public Findings findings() {
    return new Findings(conversions, encoding, generated, misfits);
  }

  /**
   * {@return the number of the first line of the text in the file: 1, or 0 if a header was added}
   */
  public long firstLine() {
    return firstLine;
  }

  private void closeQuietly() {
    try {
      close();
    } catch (ChurnException e) {
      // the file could not be opened, which is told already
    }
  }

  /**
   * Closes all streams and removes temporary files.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the bytes that were read are not
   *     the ones that were stored
   */
  @Override
  public void close() {
    List<Closeable> all = new ArrayList<>(resources);
    all.add(text);
    ChurnException failure = null;
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        all.get(i).close();
      } catch (IOException e) {
        failure = failure == null ? unreadable(e) : failure;
      } catch (ChurnException e) {
        failure = e; // comes from the stored bytes, which are more than a temporary file
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
