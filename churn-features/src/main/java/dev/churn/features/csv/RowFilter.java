package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.job.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies the CSV text of a file without the rows of some customers. All other lines keep their
 * bytes, also those before the header and those that cannot be read; only the numbers that have a
 * mark are written so that a text has one reading, too. Used by one thread.
 */
public final class RowFilter {
  private static final byte[] EXPONENT = {'e', '0'};

  private final CsvHead head;
  private final BlockReader blocks;
  private final Predicate<String> isGone;
  private final OutputStream out;
  private final FieldLexer lexer;
  private final int customer;
  private final Set<Integer> numbers;
  private long removed;

  /**
   * Creates the copy of a file.
   *
   * @param isGone whether the rows of a customer are left out, by the trimmed value in the file
   * @param out receives the text in UTF-8; is not closed
   */
  public RowFilter(
      SourceStream source,
      UploadOptions options,
      int blockSize,
      Predicate<String> isGone,
      OutputStream out,
      Progress progress) {
    this.head = CsvHead.read(source, options);
    this.blocks = new BlockReader(source, head, blockSize, progress);
    this.isGone = isGone;
    this.out = out;
    this.lexer = new FieldLexer(head.delimiter());
    this.customer = head.columns().index(Column.CUSTOMER_ID);
    this.numbers =
        Stream.of(Column.AMOUNT, Column.QUANTITY, Column.UNIT_PRICE)
            .map(head.columns()::index)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Copies the file; {@return the number of rows that were left out} */
  public long copy() {
    try {
      out.write(head.lines());
      var block = new Block();
      while (blocks.next(block)) {
        Interrupts.check("Copying the file");
        copy(block);
      }
      return removed;
    } catch (IOException e) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The copy of a file cannot be written", e);
    }
  }

  private void copy(Block block) throws IOException {
    for (int part = 0; part < block.parts(); part++) {
      int from = block.start(part);
      int to = block.end(part);
      Reading reading = block.reading(part);
      if (reading != Reading.NO_QUOTES) {
        copy(block.bytes, from, to, reading);
        continue;
      }
      while (from < to) {
        int end = from;
        while (end < to && block.bytes[end] != '\n') {
          end++;
        }
        end = Math.min(end + 1, to);
        copy(block.bytes, from, end, Reading.STANDARD);
        from = end;
      }
    }
  }

  /** Copies a record, line end included. */
  private void copy(byte[] bytes, int from, int to, Reading reading) throws IOException {
    int stop = to;
    while (stop > from && (bytes[stop - 1] == '\n' || bytes[stop - 1] == '\r')) {
      stop--;
    }
    lexer.split(bytes, from, stop, reading == Reading.MISFIT ? Reading.UNCLOSED : reading);
    if (reading == Reading.MISFIT ? hasAnyGone() : isGone(customer)) {
      removed++;
    } else if (head.marksNumbers()) {
      copyNumbers(bytes, from, to);
    } else {
      out.write(bytes, from, to - from);
    }
  }

  /** Copies a record without marks; a marked amount has an exponent, which has one reading. */
  private void copyNumbers(byte[] bytes, int from, int to) throws IOException {
    int copied = from;
    for (int field = 0; field < lexer.count(); field++) {
      if (lexer.isMarked(field)) {
        int end = lexer.to(field);
        out.write(bytes, copied, end - copied);
        if (numbers.contains(field) && !hasExponent(bytes, lexer.from(field), end)) {
          out.write(EXPONENT);
        }
        copied = end + 1;
      }
    }
    out.write(bytes, copied, to - copied);
  }

  private static boolean hasExponent(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == 'e' || bytes[i] == 'E') {
        return true;
      }
    }
    return false;
  }

  /** {@return whether any field names a customer, since those of a misfit may have moved} */
  private boolean hasAnyGone() {
    for (int field = 0; field < lexer.count(); field++) {
      if (isGone(field)) {
        return true;
      }
    }
    return false;
  }

  private boolean isGone(int field) {
    return field < lexer.count() && isGone.test(lexer.value(field));
  }
}
