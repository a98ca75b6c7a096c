package dev.churn.features.csv;

/**
 * The ways to read the quotes of a record. In all but {@link #LITERAL}, a quote opens a field at
 * its start, after optional blanks, and is a character elsewhere.
 */
public enum Reading {
  /** Lines without quotes. */
  NO_QUOTES,

  /**
   * RFC 4180, with leniency: two quotes mean one, and a quote closes the field if only blanks
   * follow it up to the end of the field; any other quote is a character.
   */
  STANDARD,

  /** As {@link #STANDARD}; a backslash makes the byte after it a character. */
  BACKSLASH,

  /** The first unpaired quote closes; text behind it belongs to the field, as in Python's csv. */
  TEXT_BEHIND,

  /** As {@link #STANDARD}; a field that begins with two quotes and text ends with two quotes. */
  TWICE,

  /** Quotes are characters; a pair around a field is removed. */
  LITERAL,

  /** As {@link #STANDARD}; a quote that opens and is not closed on its line is a character. */
  UNCLOSED,

  /** No reading fits the header. */
  MISFIT
}
