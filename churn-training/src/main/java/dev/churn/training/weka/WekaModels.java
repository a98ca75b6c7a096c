package dev.churn.training.weka;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.IdentityHashMap;
import weka.classifiers.Classifier;
import weka.core.DenseInstance;
import weka.core.Instances;

/**
 * Keeps trained classifiers as bytes, in Java's serialization since Weka knows no other. Bytes are
 * read back only as far as they hold the very classes that trained classifiers consist of; a
 * checksum should stand in front all the same.
 */
final class WekaModels {
  /** Bytes that a model may have. */
  static final int MAX_BYTES = 512 << 20;

  /** How deep objects may nest; a level of a tree takes two. */
  private static final int MAX_DEPTH = 1_000;

  private WekaModels() {}

  static byte[] write(Classifier classifier) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new PlainRows(bytes)) {
      out.writeObject(classifier);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Expected a classifier that can be serialized, found " + classifier.getClass(), e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a trained classifier.
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if the bytes are anything else
   */
  static Classifier read(byte[] bytes) {
    WekaRuntime.start();
    if (bytes.length > MAX_BYTES) {
      throw new ChurnException(
          ErrorCode.CORRUPT,
          "Expected a classifier of at most %d bytes, found %d".formatted(MAX_BYTES, bytes.length));
    }
    try (var in = new KnownClasses(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(new Limits(bytes.length));
      Object read = in.readObject();
      if (read instanceof Classifier classifier
          && WekaSchemes.CLASSIFIERS.contains(read.getClass().getName())
          && in.read() < 0) {
        return classifier;
      }
      throw new ChurnException(
          ErrorCode.CORRUPT, "Expected a trained classifier of Weka and nothing else");
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw corrupt(e);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      throw corrupt(e);
    }
  }

  /**
   * Writes a classifier the way Weka's Explorer and command line open it: the classifier, and
   * behind it the attributes that it learned from.
   *
   * @param header of the data that the classifier learned; its rows are left out
   * @throws UncheckedIOException if the stream cannot be written; it is flushed and stays open
   */
  static void export(Classifier classifier, Instances header, OutputStream stream) {
    try {
      var out = new PlainRows(stream);
      out.writeObject(classifier);
      out.writeObject(new Instances(header, 0));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write the classifier", e);
    }
  }

  private static ChurnException corrupt(Throwable cause) {
    return cause instanceof ChurnException already
        ? already
        : new ChurnException(
            ErrorCode.CORRUPT,
            "Expected a trained classifier of Weka; " + WekaCatalog.words(cause),
            cause);
  }

  /** Writes our rows as those of Weka, which anybody's Weka can read. */
  private static final class PlainRows extends ObjectOutputStream {
    private final IdentityHashMap<WekaRow, DenseInstance> plain = new IdentityHashMap<>();

    PlainRows(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object object) {
      return object instanceof WekaRow row ? plain.computeIfAbsent(row, WekaRow::withText) : object;
    }
  }

  /** Knows classes by name before they are loaded. */
  private static final class KnownClasses extends ObjectInputStream {
    KnownClasses(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      if (!WekaModelClasses.isKnown(description.getName())) {
        throw new InvalidClassException(description.getName(), "is no part of a classifier");
      }
      return super.resolveClass(description);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
      throw new InvalidClassException("Proxies are no part of a classifier");
    }
  }

  /** Refuses unknown classes once more, and more of anything than so many bytes can hold. */
  private static final class Limits implements ObjectInputFilter {
    private final long bytes;
    private long elements;

    Limits(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public Status checkInput(FilterInfo info) {
      // An element takes a byte at least; the table of a map has up to four places for each entry.
      elements += Math.max(0, info.arrayLength());
      if (info.depth() > MAX_DEPTH || info.references() > bytes || elements > 2 * bytes + 1_024) {
        return Status.REJECTED;
      }
      Class<?> type = info.serialClass();
      return type == null || WekaModelClasses.isKnown(type.getName())
          ? Status.ALLOWED
          : Status.REJECTED;
    }
  }
}
