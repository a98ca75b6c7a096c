package dev.churn.training.file;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads the parts of a model file and does not trust it: every length is compared with the
 * remaining bytes before memory is allocated.
 */
public final class ModelFileReader {
  private static final int HEADER = ModelFileWriter.MAGIC.length + Integer.BYTES;

  private final ByteBuffer in;
  private final int version;

  /**
   * Checks magic bytes, version and checksum.
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if one of them is wrong, {@link
   *     ErrorCode#INCOMPATIBLE} if the version is too old or too new
   */
  public ModelFileReader(byte[] file) {
    in = ByteBuffer.wrap(file);
    require(file.length >= HEADER + Integer.BYTES, "at least a header and a checksum");
    require(
        Arrays.equals(file, 0, ModelFileWriter.MAGIC.length, ModelFileWriter.MAGIC, 0, 8),
        "the first bytes of a model file");
    int end = file.length - Integer.BYTES;
    var checksum = new CRC32C();
    checksum.update(file, 0, end);
    require((int) checksum.getValue() == in.getInt(end), "a checksum that fits the content");
    in.limit(end);
    in.position(ModelFileWriter.MAGIC.length);
    version = in.getInt();
    if (version < ModelFileWriter.OLDEST || version > ModelFileWriter.VERSION) {
      throw new ChurnException(
          ErrorCode.INCOMPATIBLE,
          "The model file has format version %d; this version of the program reads %d to %d"
              .formatted(version, ModelFileWriter.OLDEST, ModelFileWriter.VERSION));
    }
  }

  /** {@return the format version of the file} */
  public int version() {
    return version;
  }

  public byte tag() {
    need(1);
    return in.get();
  }

  public int integer() {
    need(Integer.BYTES);
    return in.getInt();
  }

  public double finite() {
    need(Double.BYTES);
    double value = in.getDouble();
    require(Double.isFinite(value), "finite numbers");
    return value;
  }

  /** {@return a number from 0 to 1} */
  public double share() {
    double value = finite();
    require(value >= 0 && value <= 1, "shares from 0 to 1");
    return value;
  }

  /** {@return the length of a list whose elements take at least {@code elementBytes} bytes each} */
  public int length(int elementBytes) {
    int length = integer();
    require(length >= 0 && length <= in.remaining() / elementBytes, "a list that ends in the file");
    return length;
  }

  public String text() {
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

  public List<String> texts() {
    int count = length(Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text());
    }
    return texts;
  }

  public byte[] bytes() {
    byte[] value = new byte[length(1)];
    in.get(value);
    return value;
  }

  public int[] integers() {
    int[] values = new int[length(Integer.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = integer();
    }
    return values;
  }

  public double[] reals() {
    double[] values = new double[length(Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite();
    }
    return values;
  }

  public void requireEnd() {
    require(!in.hasRemaining(), "nothing behind the model");
  }

  public void require(boolean condition, String expected) {
    if (!condition) {
      throw corrupt(expected);
    }
  }

  public ChurnException corrupt(String expected) {
    return new ChurnException(
        ErrorCode.CORRUPT, "Model file, byte %d: expected %s".formatted(in.position(), expected));
  }

  private void need(int bytes) {
    require(in.remaining() >= bytes, "more bytes");
  }
}
