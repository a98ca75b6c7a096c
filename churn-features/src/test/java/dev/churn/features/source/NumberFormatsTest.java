package dev.churn.features.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.features.source.NumberFormats.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumberFormatsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "General | NUMBER",
        "0.00E+00 | NUMBER",
        "#,##0.00\\ \"days\" | NUMBER",
        "#,##0 \"Std\";[Red]-#,##0 \"d\" | NUMBER",
        "[$€-407]#,##0.00 | NUMBER",
        "_-* #,##0.00\\ _d_- | NUMBER",
        "[h]:mm:ss | NUMBER",
        "@ | NUMBER",
        "yyyy-mm-dd | DAY",
        "[$-409]d-mmm-yy;@ | DAY",
        "DD.MM.YYYY hh:mm | DAY",
        "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy | DAY",
        "yyyy\"年\"m\"月\"d\"日\" | DAY",
        "mmm | DAY",
        "h:mm AM/PM | TIME",
        "mm:ss.0 | TIME"
      })
  void codes_tell_whether_days_or_times_are_shown(String code, Kind kind) {
    assertThat(NumberFormats.ofCode(code)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "0,NUMBER",
    "4,NUMBER",
    "14,DAY",
    "22,DAY",
    "20,TIME",
    "46,NUMBER",
    "49,NUMBER",
    "57,DAY"
  })
  void numbers_of_formats_tell_it_too(int id, Kind kind) {
    assertThat(NumberFormats.ofId(id)).isEqualTo(kind);
  }
}
