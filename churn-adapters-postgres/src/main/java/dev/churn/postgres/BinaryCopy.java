package dev.churn.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Sends rows to a table by {@code COPY} in its binary format, as {@link CopyStream} does. The
 * database need not parse the values, so this takes less time than {@link TextCopy}; the type of
 * each value must be exactly that of its column.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
final class BinaryCopy implements AutoCloseable {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int HEADER = SIGNATURE.length + 2 * Integer.BYTES; // flags and extension
  private static final int END = -1;
  private static final int NULL = -1;

  /** Identify the types of the elements of arrays, in the catalog {@code pg_type}. */
  private static final int BIGINT = 20;

  private static final int INTEGER = 23;
  private static final int TEXT = 25;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CopyStream stream;
  private final int columns;
  private byte[] rows = new byte[CopyStream.BUFFER + (1 << 14)];
  private int size;

  private BinaryCopy(CopyStream stream, int columns) {
    this.stream = stream;
    this.columns = columns;
    clear();
  }

  /** Starts a copy to columns of a table. */
  static BinaryCopy into(Connection connection, String table, String... columns) {
    String sql =
        "copy %s (%s) from stdin (format binary)".formatted(table, String.join(", ", columns));
    return new BinaryCopy(new CopyStream(connection, sql), columns.length);
  }

  /** Begins a row, whose values follow. */
  void row() {
    if (size >= CopyStream.BUFFER) {
      begin();
    }
    reserve(Short.BYTES);
    rows[size++] = (byte) (columns >> 8);
    rows[size++] = (byte) columns;
  }

  void uuid(UUID value) {
    putInt(2 * Long.BYTES);
    putLong(value.getMostSignificantBits());
    putLong(value.getLeastSignificantBits());
  }

  void bool(boolean value) {
    putInt(1);
    putByte(value ? 1 : 0);
  }

  void integer(int value) {
    putInt(Integer.BYTES);
    putInt(value);
  }

  void bigint(long value) {
    putInt(Long.BYTES);
    putLong(value);
  }

  void real(double value) {
    bigint(Double.doubleToRawLongBits(value));
  }

  void text(String value) {
    byte[] bytes = Columns.text(value).getBytes(StandardCharsets.UTF_8);
    putInt(bytes.length);
    reserve(bytes.length);
    System.arraycopy(bytes, 0, rows, size, bytes.length);
    size += bytes.length;
  }

  void optionalText(Optional<String> value) {
    value.ifPresentOrElse(this::text, this::nothing);
  }

  void optionalInteger(OptionalInt value) {
    if (value.isPresent()) {
      integer(value.getAsInt());
    } else {
      nothing();
    }
  }

  void optionalReal(OptionalDouble value) {
    if (value.isPresent()) {
      real(value.getAsDouble());
    } else {
      nothing();
    }
  }

  void optionalBool(Optional<Boolean> value) {
    value.ifPresentOrElse(this::bool, this::nothing);
  }

  /** Adds a null. */
  void nothing() {
    putInt(NULL);
  }

  void texts(List<String> values) {
    int start = beginArray(TEXT, values.size());
    values.forEach(this::text);
    endArray(start);
  }

  void bigints(long[] values, int count) {
    int start = beginArray(BIGINT, count);
    for (int i = 0; i < count; i++) {
      bigint(values[i]);
    }
    endArray(start);
  }

  void integers(int[] values, int count) {
    int start = beginArray(INTEGER, count);
    for (int i = 0; i < count; i++) {
      integer(values[i]);
    }
    endArray(start);
  }

  /** {@return where the array begins} */
  private int beginArray(int type, int count) {
    putInt(0); // its length, once it is known
    int start = size;
    putInt(count == 0 ? 0 : 1); // dimensions
    putInt(0); // no nulls
    putInt(type);
    if (count > 0) {
      putInt(count);
      putInt(1); // index of the first
    }
    return start;
  }

  private void endArray(int start) {
    int end = size;
    size = start - Integer.BYTES;
    putInt(end - start);
    size = end;
  }

  private void putByte(int value) {
    reserve(1);
    rows[size++] = (byte) value;
  }

  private void putInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(rows, size, value);
    size += Integer.BYTES;
  }

  private void putLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(rows, size, value);
    size += Long.BYTES;
  }

  private void reserve(int bytes) {
    if (rows.length - size < bytes) {
      rows = Arrays.copyOf(rows, Math.max(2 * rows.length, size + bytes));
    }
  }

  private void clear() {
    System.arraycopy(SIGNATURE, 0, rows, 0, SIGNATURE.length);
    Arrays.fill(rows, SIGNATURE.length, HEADER, (byte) 0);
    size = HEADER;
  }

  private void begin() {
    if (size > HEADER) {
      reserve(Short.BYTES);
      rows[size++] = (byte) END;
      rows[size++] = (byte) END;
      byte[] full = rows;
      int length = size;
      rows = new byte[CopyStream.BUFFER + (1 << 14)];
      clear();
      stream.begin(full, length);
    }
  }

  /**
   * Sends the buffered rows; the database has all rows when this returns.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if the thread is interrupted
   */
  void send() {
    begin();
    stream.await();
  }

  /** Waits until the database has accepted or rejected the buffer in progress; drops the rest. */
  @Override
  public void close() {
    stream.close();
  }
}
