package dev.churn.features.table;

import dev.churn.domain.exchange.DoubleFormatter;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.features.event.RowSink;
import dev.churn.features.rfm.SnapshotRows;
import dev.churn.features.util.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer of feature table rows as bytes. Used by one thread. */
final class RowBuffer {
  /** Maximum number of bytes of a row without the id and the middle. */
  private static final int ROOM =
      FeatureVector.WIDTH * (DoubleFormatter.MAX_LENGTH + 1) + 5 * Long.BYTES;

  private static final byte[] LEFT = TableFormat.LEFT.getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[1 << 16];
  private int length;

  void clear() {
    length = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /**
   * Appends a row.
   *
   * @param page array that holds the id, with at least eight bytes after it
   * @param plain whether the id needs no quotes
   * @param middle text between the id and the features, with its surrounding commas
   * @param label 1, 0, {@link SnapshotRows#LEFT} or {@link RowSink#NO_LABEL}
   * @param nextActivityDays as in {@link NextActivity}
   */
  void append(
      byte[] page,
      int from,
      int idLength,
      boolean plain,
      byte[] middle,
      double[] values,
      FeatureTexts texts,
      int label,
      int nextActivityDays) {
    int most = length + 2 * idLength + 2 + middle.length + ROOM;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, most));
    }
    int at = plain ? copy(page, from, idLength, length) : appendId(page, from, idLength, length);
    byte[] out = bytes;
    System.arraycopy(middle, 0, out, at, middle.length);
    at += middle.length;
    for (int i = 0; i < values.length; i++) {
      at = texts.write(i, values[i], out, at);
      out[at++] = ',';
    }
    if (label == SnapshotRows.LEFT) {
      System.arraycopy(LEFT, 0, out, at, LEFT.length);
      at += LEFT.length;
    } else if (label != RowSink.NO_LABEL) {
      out[at++] = (byte) ('0' + label);
    }
    out[at++] = ',';
    if (nextActivityDays != NextActivity.UNKNOWN && nextActivityDays != NextActivity.NONE) {
      at = appendNumber(nextActivityDays, at);
    }
    out[at++] = '\n';
    length = at;
  }

  /** Appends a number that is not negative. */
  private int appendNumber(int number, int start) {
    int end = start + 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      end++;
    }
    int rest = number;
    for (int at = end - 1; at >= start; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }

  private int copy(byte[] text, int from, int count, int at) {
    Bytes.copy(text, from, bytes, at, count);
    return at + count;
  }

  private int appendId(byte[] page, int from, int idLength, int start) {
    if (Bytes.isPlainField(page, from, from + idLength)) {
      return copy(page, from, idLength, start);
    }
    byte[] out = bytes;
    int at = start;
    out[at++] = '"';
    for (int i = from; i < from + idLength; i++) {
      if (page[i] == '"') {
        out[at++] = '"';
      }
      out[at++] = page[i];
    }
    out[at++] = '"';
    return at;
  }
}
