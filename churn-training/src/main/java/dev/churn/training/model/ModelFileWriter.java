package dev.churn.training.model;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Writes the parts of a {@link ModelFile}. */
final class ModelFileWriter {
  static final byte[] MAGIC = "CHURNMDL".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 3;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  ModelFileWriter() {
    write(() -> out.write(MAGIC));
    integer(VERSION);
  }

  void tag(byte value) {
    write(() -> out.writeByte(value));
  }

  void integer(int value) {
    write(() -> out.writeInt(value));
  }

  void real(double value) {
    write(() -> out.writeDouble(value));
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    integer(utf8.length);
    write(() -> out.write(utf8));
  }

  void integers(int[] values) {
    integer(values.length);
    for (int value : values) {
      integer(value);
    }
  }

  void reals(double[] values) {
    integer(values.length);
    for (double value : values) {
      real(value);
    }
  }

  /** {@return all that was written, sealed by its checksum} */
  byte[] finish() {
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
