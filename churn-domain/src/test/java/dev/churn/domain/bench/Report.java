package dev.churn.domain.bench;

import java.util.Arrays;
import java.util.Locale;

/** How benchmark programs print what they saw. */
public final class Report {
  private Report() {}

  /** Prints a line, in the formatter's language and no country's. */
  public static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** {@return median and spread of what one took in each run, as a part of what the other took} */
  public static String ratios(double[] of, double[] to) {
    double[] ratios = new double[of.length];
    Arrays.setAll(ratios, i -> of[i] / to[i]);
    return spread(ratios);
  }

  /** {@return median, smallest and largest} */
  public static String spread(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "median %.3g (%.3g to %.3g)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
