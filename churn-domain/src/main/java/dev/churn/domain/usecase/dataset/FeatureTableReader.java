package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Compression;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads stored feature tables. */
public final class FeatureTableReader {
  private final ObjectStore objects;
  private final FeatureTables tables;

  public FeatureTableReader(ObjectStore objects, FeatureTables tables) {
    this.objects = objects;
    this.tables = tables;
  }

  /**
   * Reads all rows of the file that the catalog describes, compressed or not, and verifies its
   * length and digest. They are known only at the end, so use the rows only after this method
   * returns.
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the table was made with other
   *     features, {@link ErrorCode#UNAVAILABLE} if the file is a different one, {@link
   *     ErrorCode#CORRUPT} if it is not a feature table
   */
  public void read(FeatureDataset table, FeatureRowConsumer consumer) {
    table.requireKnownFeatures();
    readChecked(table, consumer);
  }

  /**
   * Reads as {@link #read} does, also a table of an earlier version that has only the eight
   * features; its further ones are given as 0. For callers who look at the eight only.
   */
  public void readTheEight(FeatureDataset table, FeatureRowConsumer consumer) {
    if (!table.manifest().hasTheEight()) {
      table.requireKnownFeatures();
    }
    readChecked(table, consumer);
  }

  private void readChecked(FeatureDataset table, FeatureRowConsumer consumer) {
    Optional<ChurnException> unreadable = Optional.empty();
    try (InputStream in = CheckedObject.of(objects, table.file()).open()) {
      // if the digest differs, that is the more useful error
      try {
        read(table, keptOpen(in), consumer);
      } catch (ChurnException e) {
        unreadable = Optional.of(e);
      } catch (ZipException | EOFException e) {
        unreadable =
            Optional.of(
                new ChurnException(
                    ErrorCode.CORRUPT,
                    "The feature table %s: expected gzip, found %s"
                        .formatted(table.id(), e.getMessage()),
                    e));
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
  }

  private void read(FeatureDataset table, InputStream in, FeatureRowConsumer consumer)
      throws IOException {
    switch (Compression.of(table.file().key())) {
      case NONE -> tables.read(in, consumer);
      case GZIP -> tables.read(new GZIPInputStream(in, 1 << 16), consumer);
    }
  }

  private static InputStream keptOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // read the rest, which the digest needs
      }
    };
  }
}
