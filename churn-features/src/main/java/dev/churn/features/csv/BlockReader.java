package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import java.util.Arrays;

/**
 * Splits a file into blocks of whole records and gives them to the threads that ask for work. The
 * block boundaries affect neither the records nor their line numbers.
 */
public final class BlockReader {
  /** Maximum length of a record in bytes. */
  public static final int MAX_RECORD = 16 << 20;

  private final SourceStream source;
  private final QuoteRules rules;
  private final RecordScanner scanner;
  private final int blockSize;
  private final Progress progress;
  private byte[] rest;
  private int restFrom;
  private long line;
  private boolean ended;
  private boolean failed;

  /**
   * @param blockSize number of bytes to read at a time, at least 1
   */
  public BlockReader(SourceStream source, CsvHead head, int blockSize, Progress progress) {
    this.source = source;
    this.rules = head.rules();
    this.scanner = new RecordScanner(rules);
    this.blockSize = blockSize;
    this.progress = progress;
    this.rest = head.rest();
    this.line = head.firstLine();
  }

  /**
   * Fills a block with the next records.
   *
   * @return false at the end of the file
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if a record does not end or
   *     contains a NUL byte
   */
  synchronized boolean next(Block block) {
    if (failed || (ended && restFrom == rest.length)) {
      return false;
    }
    failed = true; // until this method returns normally, so that a file fails only once
    block.firstLine = line;
    block.length = 0;
    scanner.start(line);
    while (scanner.recordEnd() == 0) {
      if (block.length == MAX_RECORD) {
        throw endless("one of more than %d MiB".formatted(MAX_RECORD >> 20));
      }
      fill(block);
      if (!scanner.scan(block.bytes, block.length)) {
        throw unusable(
            "Expected a CSV text file in UTF-8, found binary data: a NUL byte on line "
                + scanner.line());
      }
      if (ended && restFrom == rest.length) {
        finish(block);
        break;
      }
    }
    int end = scanner.recordEnd() == 0 ? block.length : scanner.recordEnd();
    keep(block, end);
    block.length = end;
    block.quotes = scanner.hasQuotes();
    line = scanner.lineAtRecordEnd();
    progress.report(source.fraction(), "Reading the file");
    failed = false;
    return block.length > 0;
  }

  /**
   * Adds up to one block of bytes: first the rest of the previous block, then bytes from the
   * source.
   */
  private void fill(Block block) {
    int left = rest.length - restFrom;
    int room = Math.min(MAX_RECORD - block.length, blockSize);
    if (block.bytes.length < block.length + room + 1) { // one more for a missing line end
      block.bytes = Arrays.copyOf(block.bytes, block.length + room + 1);
    }
    int taken = Math.min(left, room);
    System.arraycopy(rest, restFrom, block.bytes, block.length, taken);
    restFrom += taken;
    block.length += taken;
    int wanted = room - taken;
    if (wanted > 0) {
      int read = ended ? 0 : source.read(block.bytes, block.length, wanted);
      block.length += read;
      ended = read < wanted;
    }
  }

  /** Completes the last record at the end of the file, which may lack a line end. */
  private void finish(Block block) {
    if (scanner.recordEnd() == block.length) {
      return;
    }
    if (scanner.inQuotes()) {
      throw endless("the end of the file");
    }
    block.bytes[block.length++] = rules.separator();
    scanner.scan(block.bytes, block.length);
  }

  /** Keeps the bytes after the last whole record for the next block. */
  private void keep(Block block, int end) {
    int left = block.length - end;
    if (restFrom < rest.length) {
      restFrom -= left; // all of these bytes came from the rest
    } else if (left > 0) {
      rest = Arrays.copyOfRange(block.bytes, end, block.length);
      restFrom = 0;
    }
  }

  /** {@return whether the blocks so far were the whole file} */
  synchronized boolean isAtEnd() {
    return ended && restFrom == rest.length;
  }

  private ChurnException endless(String found) {
    return unusable(
        scanner.inQuotes()
            ? "Expected the quote that opens on line %d to be closed, found %s"
                .formatted(scanner.quoteLine(), found)
            : "Expected a row on line %d, found %s".formatted(line, found));
  }

  private static ChurnException unusable(String message) {
    return new ChurnException(ErrorCode.UNPROCESSABLE, message);
  }
}
