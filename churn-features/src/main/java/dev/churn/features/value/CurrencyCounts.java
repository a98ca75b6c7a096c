package dev.churn.features.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many amounts have which currency. Each thread has its own counts; they are merged at the end.
 */
public final class CurrencyCounts {
  /** The most currencies that are told apart; the amounts of further ones are not counted. */
  private static final int MAX_CURRENCIES = 16;

  private final Map<String, long[]> counts = new TreeMap<>();
  private byte[] lastText = {};
  private long[] lastCount = {0}; // of the last text, as most rows of a file have the same

  /** Counts an amount by the UTF-8 text of its currency. */
  public void add(byte[] bytes, int from, int to) {
    if (!Arrays.equals(bytes, from, to, lastText, 0, lastText.length)) {
      lastText = Arrays.copyOfRange(bytes, from, to);
      lastCount = count(new String(lastText, StandardCharsets.UTF_8));
    }
    lastCount[0]++;
  }

  /** Counts an amount by the text of its currency. */
  public void add(String text) {
    count(text)[0]++;
  }

  public void add(CurrencyCounts other) {
    other.counts.forEach((code, number) -> ofCode(code)[0] += number[0]);
  }

  private long[] count(String text) {
    return ofCode(Currencies.code(text).orElseGet(() -> text.toUpperCase(Locale.ROOT)));
  }

  private long[] ofCode(String code) {
    return counts.size() < MAX_CURRENCIES || counts.containsKey(code)
        ? counts.computeIfAbsent(code, added -> new long[1])
        : new long[1];
  }

  /** {@return whether there are amounts in several currencies} */
  public boolean areSeveral() {
    return counts.size() > 1;
  }

  /** {@return the currencies and how often each occurs, most first: "USD (12), EUR (3)"} */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]))
        .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()[0]))
        .collect(Collectors.joining(", "));
  }
}
