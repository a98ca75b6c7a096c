package dev.churn.features.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.event.WatchedTypes;
import dev.churn.domain.exchange.DoubleFormatter;
import dev.churn.domain.feature.FeatureVector;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FeatureTextsTest {
  private final Random random = new Random(5);

  @Test
  void remembered_texts_are_those_of_their_numbers() {
    var texts = new FeatureTexts(WatchedTypes.MAX);
    byte[] out = new byte[DoubleFormatter.MAX_LENGTH + 8];
    for (int i = 0; i < 50_000; i++) {
      double value = random.nextInt(3000) / 7.0;
      int feature = random.nextInt(FeatureVector.WIDTH);
      int end = texts.write(feature, value, out, 0);

      assertThat(new String(out, 0, end, StandardCharsets.US_ASCII))
          .isEqualTo(Double.toString(value));
    }
  }
}
