package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Excerpt;

/** The errors about files that cannot be read as rows, in sentences. */
final class Refusals {
  private static final int MAX_SHOWN = 100;
  private static final String EXPECTED =
      "Expected a CSV file, a gzip or ZIP file with one, an Excel workbook (.xlsx) or JSON lines, ";

  private Refusals() {}

  /**
   * {@return the error about a file of another kind}
   *
   * @param kind what the file is, with its article
   * @param advice what to do, as an imperative
   */
  static ChurnException kind(String kind, String advice) {
    return unusable(EXPECTED + "found " + kind + "; " + advice);
  }

  static ChurnException unusable(String message) {
    return new ChurnException(ErrorCode.UNPROCESSABLE, message);
  }

  /** {@return a text from the file in quotes, without control characters and not too long} */
  static String quoted(String text) {
    return Excerpt.quoted(text, MAX_SHOWN);
  }
}
