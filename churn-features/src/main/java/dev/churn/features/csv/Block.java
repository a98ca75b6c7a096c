package dev.churn.features.csv;

/** A buffer with whole records of a file; one thread reuses it for block after block. */
final class Block {
  byte[] bytes = new byte[0];
  int length;

  /** Line number, in the file, of the first byte. */
  long firstLine;

  /** Whether the block may contain quotes, so that records may span lines. */
  boolean quotes;
}
