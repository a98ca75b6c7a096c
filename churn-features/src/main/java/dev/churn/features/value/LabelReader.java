package dev.churn.features.value;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads churn labels. Immutable. */
public final class LabelReader {
  /** The result of {@link #label} for a text that is no label. */
  public static final int UNREADABLE = -2;

  private static final String CHURNED =
      "1 1.0 +1 true t yes y churned churn left lost gone exited cancelled canceled attrited"
          + " departed terminated";

  private static final String STAYED =
      "0 0.0 -1 -1.0 false f no n stayed stay retained kept loyal existing"
          + " remained notchurned nochurn notchurn nonchurned nonchurn unchurned";

  private final Map<String, Integer> words = new HashMap<>();

  /**
   * @param further words of the user, with whether they mean churned; they override the usual ones
   */
  public LabelReader(Map<String, Boolean> further) {
    for (String word : CHURNED.split(" ", -1)) {
      words.put(word, 1);
    }
    for (String word : STAYED.split(" ", -1)) {
      words.put(word, 0);
    }
    further.forEach((word, churned) -> words.put(key(word), churned ? 1 : 0));
  }

  /** {@return 1 for churned, 0 for not, or {@link #UNREADABLE}} */
  public int label(String text) {
    return words.getOrDefault(key(text), UNREADABLE);
  }

  private static String key(String word) {
    StringBuilder key = new StringBuilder(word.length());
    String lower = word.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean parting = c == ' ' || c == '_' || (c == '-' && i > 0);
      if (!parting) {
        key.append(c);
      }
    }
    return key.toString();
  }
}
