package dev.churn.features.csv;

/** Some whole records of a file, in a buffer that is used again and again by one thread. */
final class Block {
  byte[] bytes = new byte[0];
  int length;

  /** Line of the first byte in the file. */
  long firstLine;

  /** Whether there may be quotes, so that records may span lines. */
  boolean quotes;
}
