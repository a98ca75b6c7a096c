package dev.churn.features.table;

import dev.churn.domain.exchange.DoubleFormatter;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.features.util.Bytes;

/**
 * Writes features and caches their text: many are functions of a few days or counts, so that the
 * same numbers repeat. Used by one thread.
 */
final class FeatureTexts {
  private static final int SLOT = 32; // bytes: the number, its text, the length of the text
  private static final int TEXT = Long.BYTES;
  private static final int LENGTH = SLOT - 1;

  private final Numbers[] remembered = new Numbers[FeatureVector.WIDTH];

  /**
   * @param watchedTypes the number of watched event types in the table
   */
  FeatureTexts(int watchedTypes) {
    var averages = new Numbers(1); // both are the same where each basket has one amount
    for (Feature feature : Feature.values()) {
      remembered[feature.ordinal()] =
          switch (feature) {
            case MONETARY_SCORE -> null; // rarely the same value twice
            case AVG_TRANSACTION_VALUE -> averages;
            case TENURE_DAYS -> null; // has a short text
            case RECENCY_SCORE, FREQUENCY_SCORE, ACTIVITY_TREND -> new Numbers(10);
            case ENGAGEMENT_SCORE, DAYS_BETWEEN_TRANSACTIONS -> new Numbers(12);
          };
    }
    for (FurtherFeature further : FurtherFeature.values()) {
      remembered[further.place()] =
          switch (further) {
            case MEAN_BASKET -> averages;
            case LAST_GAP, RECENT_GAP, GAP_SPREAD -> null; // mostly have short texts
            case EVENTS_30, EVENTS_90, EVENTS_180, EVENTS_365, BASKETS -> null;
          };
    }
    for (int type = 0; type < watchedTypes; type++) {
      remembered[TypeFeature.SHARE.place(type)] = new Numbers(10);
    }
  }

  /**
   * Writes a number as {@link DoubleFormatter#write} does, and returns its end position.
   *
   * @param feature position of the feature that has this value
   * @param out has room for {@link DoubleFormatter#MAX_LENGTH} bytes and seven more
   */
  int write(int feature, double value, byte[] out, int at) {
    Numbers numbers = remembered[feature];
    return numbers == null ? DoubleFormatter.write(value, out, at) : numbers.write(value, out, at);
  }

  private static final class Numbers {
    private final int bits; // in the index of a slot
    private final byte[] slots;

    Numbers(int bits) {
      this.bits = bits;
      this.slots = new byte[SLOT << bits];
    }

    int write(double value, byte[] out, int at) {
      long number = Double.doubleToRawLongBits(value);
      int slot = (int) ((number * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - bits)) * SLOT;
      int length = slots[slot + LENGTH];
      if (Bytes.word(slots, slot) != number || length == 0) {
        return remember(number, slot, DoubleFormatter.write(value, out, at), out, at);
      }
      for (int i = TEXT; i < SLOT; i += Long.BYTES) { // faster than copying only the text's length
        Bytes.set(out, at + i - TEXT, Bytes.word(slots, slot + i));
      }
      return at + length;
    }

    private int remember(long number, int slot, int end, byte[] out, int at) {
      int length = end - at;
      if (length <= LENGTH - TEXT) {
        Bytes.set(slots, slot, number);
        System.arraycopy(out, at, slots, slot + TEXT, length);
        slots[slot + LENGTH] = (byte) length;
      }
      return end;
    }
  }
}
