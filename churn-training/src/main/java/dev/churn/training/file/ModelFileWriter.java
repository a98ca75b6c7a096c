package dev.churn.training.file;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32C;

/** Writes the parts of a model file. */
public final class ModelFileWriter {
  static final byte[] MAGIC = "CHURNMDL".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 9;

  /** The first version that contains the names of the features; has nothing further. */
  public static final int WITH_FEATURES = 4;

  /** The version of models without a curve that say what customers are worth. */
  public static final int WITH_VALUE = 5;

  /** The version of models that have a curve, or predict churn by events. */
  public static final int WITH_CURVE_OR_EVENTS = 6;

  /** The version of models that know a season; otherwise as the one before. */
  public static final int WITH_SEASON = 7;

  /** The version of models with watched event types. */
  public static final int WITH_TYPES = 8;

  /** The version of models with trees in their curve, with or without watched event types. */
  public static final int WITH_TREES_IN_CURVE = 9;

  /** The oldest version that can still be read. */
  static final int OLDEST = 3;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /**
   * @param version the format version of the file, {@link #WITH_FEATURES} or later
   */
  public ModelFileWriter(int version) {
    write(() -> out.write(MAGIC));
    integer(version);
  }

  public void tag(byte value) {
    write(() -> out.writeByte(value));
  }

  public void integer(int value) {
    write(() -> out.writeInt(value));
  }

  public void real(double value) {
    write(() -> out.writeDouble(value));
  }

  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    integer(utf8.length);
    write(() -> out.write(utf8));
  }

  public void texts(Collection<String> values) {
    integer(values.size());
    values.forEach(this::text);
  }

  public void bytes(byte[] value) {
    integer(value.length);
    write(() -> out.write(value));
  }

  public void integers(int[] values) {
    integer(values.length);
    for (int value : values) {
      integer(value);
    }
  }

  public void reals(double[] values) {
    integer(values.length);
    for (double value : values) {
      real(value);
    }
  }

  /** {@return all bytes that were written, followed by their checksum} */
  public byte[] finish() {
    var checksum = new CRC32C();
    checksum.update(bytes.toByteArray());
    integer((int) checksum.getValue());
    return bytes.toByteArray();
  }

  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private static void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory cannot fail", e);
    }
  }
}
