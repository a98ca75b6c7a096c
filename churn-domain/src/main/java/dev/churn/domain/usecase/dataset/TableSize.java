package dev.churn.domain.usecase.dataset;

import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.storage.Compression;

/** Estimates the size of a feature table from its event file, before it is computed. */
final class TableSize {
  /** Bytes of a feature table per byte of its event file, as found with files of usual columns. */
  private static final double PER_BYTE = 2.2;

  /** Bytes of a row of an event file, for files whose size says little since they are compressed. */
  private static final long BYTES_OF_ROW = 36;

  /** Bytes of a compressed feature table per byte of the same table. */
  private static final double COMPRESSED = 0.45;

  private TableSize() {}

  /** {@return the estimated size in bytes} */
  static long estimate(RawDataset raw, Compression compression) {
    long events =
        Compression.of(raw.file().key()) == Compression.NONE
            ? raw.file().size()
            : raw.rowCount() * BYTES_OF_ROW;
    double table = events * PER_BYTE;
    return Math.round(compression == Compression.GZIP ? table * COMPRESSED : table);
  }
}
