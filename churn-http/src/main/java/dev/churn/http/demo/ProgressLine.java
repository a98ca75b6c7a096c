package dev.churn.http.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Shows progress: a moving bar on a terminal, plain lines elsewhere. */
final class ProgressLine {
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final String title;
  private String shown = "";

  ProgressLine(PrintStream out, boolean terminal, String title) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
  }

  void show(double fraction, String message) {
    int filled = (int) Math.round(fraction * WIDTH);
    String line =
        String.format(
            Locale.ROOT,
            "  %-26s [%s%s] %3.0f %%  %s",
            title,
            "#".repeat(filled),
            "-".repeat(WIDTH - filled),
            100 * fraction,
            message);
    if (terminal && !line.equals(shown)) {
      out.print("\r" + pad(line));
      out.flush();
      shown = line;
    }
  }

  void done(String message) {
    String line = String.format(Locale.ROOT, "  %-26s %s", title, message);
    out.println(terminal ? "\r" + pad(line) : line);
  }

  /**
   * {@return the line padded with blanks, which overwrite the rest of the last line on the
   * terminal}
   */
  private String pad(String line) {
    return line + " ".repeat(Math.max(0, shown.length() - line.length()));
  }
}
