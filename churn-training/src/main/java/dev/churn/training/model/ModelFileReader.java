package dev.churn.training.model;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Reads the parts of a {@link ModelFile} and believes nothing: every length is held against the
 * bytes that are left before anything is allocated.
 */
final class ModelFileReader {
  private static final int HEADER = ModelFileWriter.MAGIC.length + Integer.BYTES;

  private final ByteBuffer in;

  /**
   * Checks magic bytes, version and checksum.
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if one is wrong
   */
  ModelFileReader(byte[] file) {
    in = ByteBuffer.wrap(file);
    require(file.length >= HEADER + Integer.BYTES, "at least a header and a checksum");
    require(
        Arrays.equals(file, 0, ModelFileWriter.MAGIC.length, ModelFileWriter.MAGIC, 0, 8),
        "the first bytes of a model file");
    in.position(ModelFileWriter.MAGIC.length);
    int version = in.getInt();
    require(
        version == ModelFileWriter.VERSION,
        "format version %d, found %d".formatted(ModelFileWriter.VERSION, version));
    int end = file.length - Integer.BYTES;
    var checksum = new CRC32C();
    checksum.update(file, 0, end);
    require((int) checksum.getValue() == in.getInt(end), "a checksum that fits the content");
    in.limit(end);
  }

  byte tag() {
    need(1);
    return in.get();
  }

  int integer() {
    need(Integer.BYTES);
    return in.getInt();
  }

  double finite() {
    need(Double.BYTES);
    double value = in.getDouble();
    require(Double.isFinite(value), "finite numbers");
    return value;
  }

  /** {@return a number from 0 to 1} */
  double share() {
    double value = finite();
    require(value >= 0 && value <= 1, "shares from 0 to 1");
    return value;
  }

  /** {@return the length of a list whose elements take at least so many bytes} */
  int length(int elementBytes) {
    int length = integer();
    require(length >= 0 && length <= in.remaining() / elementBytes, "a list that ends in the file");
    return length;
  }

  String text() {
    ByteBuffer bytes = in.slice(0, in.limit());
    int length = length(1);
    bytes.position(in.position());
    bytes.limit(in.position() + length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw corrupt("text in UTF-8");
    }
  }

  int[] integers() {
    int[] values = new int[length(Integer.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer();
    }
    return values;
  }

  double[] reals() {
    double[] values = new double[length(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite();
    }
    return values;
  }

  void requireEnd() {
    require(!in.hasRemaining(), "nothing behind the model");
  }

  void require(boolean condition, String expected) {
    if (!condition) {
      throw corrupt(expected);
    }
  }

  ChurnException corrupt(String expected) {
    return new ChurnException(
        ErrorCode.CORRUPT, "Model file, byte %d: expected %s".formatted(in.position(), expected));
  }

  private void need(int bytes) {
    require(in.remaining() >= bytes, "more bytes");
  }
}
