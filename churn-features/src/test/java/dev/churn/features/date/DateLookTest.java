package dev.churn.features.date;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DateLookTest {
  @Test
  void dates_of_all_kinds_look_like_dates() {
    for (String text :
        List.of(
            "2024-01-05",
            "2024-1-5",
            "2024/01/05 23:50",
            " 2024-01-05T23:50:26.123456Z ",
            "5/1/24",
            "05.01.2024 10:00",
            "1/5/2024, 3:04:05 PM",
            "05-Jan-24",
            "15-Sept-2024",
            "5 January 2024",
            "Jan 5, 2024",
            "Fri, 05 Jan 2024 23:50:26 +0000",
            "Fri Jan 05 23:50:26 UTC 2024",
            "05/Jan/2024:23:50:26 +0000",
            "20240105",
            "20240105T235026Z",
            "20240105235026",
            "1704412800",
            "1704412800.5",
            "1704412800000",
            "31/31/2024")) {
      byte[] bytes = ("x" + text).getBytes(StandardCharsets.UTF_8);
      assertThat(DateLook.isLikeDay(text)).as(text).isTrue();
      assertThat(DateLook.isLikeDay(bytes, 1, bytes.length)).as(text).isTrue();
    }
  }

  @Test
  void other_values_do_not() {
    for (String text :
        List.of(
            "",
            "12.50",
            "1,028.50",
            "1.234.567,89",
            "17850",
            "536365",
            "99999999",
            "C-1024",
            "March",
            "Monday offer",
            "PACK OF 72 RETROSPOT CAKE CASES",
            "12 PENCILS",
            "192.168.1.1",
            "192.168.10.12",
            "10-20 units",
            "2024",
            "1/12/24x7",
            "+49 30 123456",
            "5 Marbles x 2".repeat(6))) {
      assertThat(DateLook.isLikeDay(text)).as(text).isFalse();
    }
  }
}
