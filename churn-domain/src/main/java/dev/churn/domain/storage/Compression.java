package dev.churn.domain.storage;

/** The way in which a file is stored; its name tells which. */
public enum Compression {
  /** Byte for byte. */
  NONE("", "text/csv"),
  /** As gzip (RFC 1952); names end in {@code .gz}. */
  GZIP(".gz", "application/gzip");

  private final String suffix;
  private final String csvType;

  Compression(String suffix, String csvType) {
    this.suffix = suffix;
    this.csvType = csvType;
  }

  /** {@return the end of the names of files that are stored so} */
  public String suffix() {
    return suffix;
  }

  /** {@return the media type of a CSV file that is stored so} */
  public String csvType() {
    return csvType;
  }

  /** {@return the way in which an object is stored, by the end of its path} */
  public static Compression of(ObjectKey key) {
    return key.path().endsWith(GZIP.suffix) ? GZIP : NONE;
  }
}
