package dev.churn.domain.usecase.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.prediction.SilenceCurve.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BatchCurvesTest {
  private static SilenceCurve curve(double... daysAndProbabilities) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < daysAndProbabilities.length; i += 2) {
      points.add(
          new Point(
              (int) daysAndProbabilities[i], new ChurnProbability(daysAndProbabilities[i + 1])));
    }
    return new SilenceCurve(points);
  }

  private static String cells(BatchCurves curves, String customer) {
    var bytes = new ByteArrayOutputStream();
    var row = new CsvRows(bytes);
    row.text("x");
    curves.appendTo(row, customer);
    try {
      row.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void cells_have_four_decimals_and_are_empty_where_nothing_is_known() {
    var curves = new BatchCurves();
    assertThat(BatchCurves.columns())
        .isEqualTo(",silence_7,silence_14,silence_30,silence_60,silence_90,silence_180");
    assertThat(cells(curves, "a")).isEqualTo("x,,,,,,");

    curves.add(
        "a", Optional.of(curve(7, 1, 14, 0.99996, 30, 0.50004, 45, 0.4, 60, 0.00005, 90, 0)));
    curves.add("b", Optional.of(curve(45, 0.5, 180, 0.0321)));
    curves.add("c", Optional.empty());

    assertThat(cells(curves, "a")).isEqualTo("x,1.0000,1.0000,0.5000,0.0001,0.0000,");
    assertThat(cells(curves, "b")).isEqualTo("x,,,,,,0.0321");
    assertThat(cells(curves, "c")).isEqualTo("x,,,,,,");
  }

  @Test
  void many_customers_keep_their_curves() {
    var curves = new BatchCurves();
    for (int i = 0; i < 10_000; i++) {
      curves.add("customer-" + i, Optional.of(curve(7, i / 10_000.0)));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(cells(curves, "customer-" + i)).isEqualTo("x,0.%04d,,,,,".formatted(i));
    }
  }
}
