package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Digests;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Reads stored feature tables. */
public final class FeatureTableReader {
  private final ObjectStore objects;
  private final FeatureTables tables;

  public FeatureTableReader(ObjectStore objects, FeatureTables tables) {
    this.objects = objects;
    this.tables = tables;
  }

  /**
   * Reads all rows of the file that the catalog describes: the table of a dataset that is processed
   * again has the same key, and its manifest would not fit. Whether it is that file shows at its
   * end, so what is made of the rows counts only once this returns.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the file is another, {@link
   *     ErrorCode#CORRUPT} if it is no feature table
   */
  public void read(FeatureDataset table, FeatureRowConsumer consumer) {
    MessageDigest digest = Digests.sha256();
    Optional<ChurnException> unreadable = Optional.empty();
    try (InputStream in = new DigestInputStream(objects.open(table.file().key()), digest)) {
      try {
        tables.read(keptOpen(in), consumer);
      } catch (ChurnException e) {
        unreadable = Optional.of(e); // if it is another file, that is the better reason
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!Digests.hex(digest).equals(table.file().sha256())) {
      throw new ChurnException(
          ErrorCode.UNAVAILABLE,
          "The feature table %s is not the one that was stored; it may just be replaced"
              .formatted(table.id()));
    }
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
  }

  private static InputStream keptOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // what is left is still to be read
      }
    };
  }
}
