package dev.churn.domain.storage;

/** The policy for reading stored files. */
public enum FileAccess {
  /** Only this program reads from the storage; it hands files to callers under its own rules. */
  PRIVATE,
  /** Everybody who knows a file's address in the storage can read it, without a key. */
  PUBLIC
}
