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
  /** Maximum length of a record in bytes, its line end included. */
  public static final int MAX_RECORD = 16 << 20;

  private final SourceStream source;
  private final RecordScanner scanner;
  private final int blockSize;
  private final Progress progress;
  private byte[] rest;
  private int restFrom;
  private long position; // of the next block, behind the header
  private long line;
  private boolean ended;
  private boolean failed;

  /**
   * @param blockSize number of bytes to read at a time, at least 1
   */
  public BlockReader(SourceStream source, CsvHead head, int blockSize, Progress progress) {
    this.source = source;
    this.scanner = new RecordScanner(new QuoteResolver(new RowShape(head), head.delimiter()));
    this.blockSize = blockSize;
    this.progress = progress;
    this.rest = head.rest();
    this.line = head.firstLine();
  }

  /**
   * Fills a block with the next records.
   *
   * @return false at the end of the file
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if a line is longer than {@link
   *     #MAX_RECORD}
   */
  public synchronized boolean next(Block block) {
    if (failed || (ended && restFrom == rest.length)) {
      return false;
    }
    failed = true; // until this method returns normally, so that a file fails only once
    block.clear();
    block.firstLine = line;
    scanner.start(block, position);
    boolean last = false;
    while (scanner.recordEnd() == 0 && !last) {
      if (block.length >= MAX_RECORD) {
        throw new ChurnException(
            ErrorCode.UNPROCESSABLE,
            "Expected a row on line %d, found one of more than %d MiB"
                .formatted(line, MAX_RECORD >> 20));
      }
      fill(block);
      last = ended && restFrom == rest.length;
      if (last) {
        finish(block);
      }
      scanner.scan(last);
    }
    scanner.endPlainPart();
    int end = scanner.recordEnd();
    keep(block, end);
    block.length = end;
    position += end;
    line = scanner.line();
    progress.report(source.fraction(), "Reading the file");
    failed = false;
    return block.length > 0;
  }

  /**
   * Adds up to one block of bytes, or as many as there are already, so that the time for a long
   * record grows with its length only: first the rest of the previous block, then bytes from the
   * source.
   */
  private void fill(Block block) {
    int left = rest.length - restFrom;
    int room = Math.min(MAX_RECORD - block.length, Math.max(blockSize, block.length));
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

  /** Ends the last line of the file, which may lack a line end. */
  private static void finish(Block block) {
    if (block.length > 0
        && block.bytes[block.length - 1] != '\n'
        && block.bytes[block.length - 1] != '\r') {
      block.bytes[block.length++] = '\n';
    }
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
  public synchronized boolean isAtEnd() {
    return ended && restFrom == rest.length;
  }
}
