package dev.churn.features;

import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.event.EventFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customer ids that tools have damaged. */
final class CustomerIdsTest {
  private static final String HEADER = "customer_id,event_date,amount\n";

  @Test
  void whole_numbers_with_decimals_are_mended_where_no_id_has_others() {
    String csv = rows("17850", "17850.0", "13047.00", "A.0", "007");

    assertThat(customers(csv)).containsExactly("007", "13047", "17850", "A.0");
    assertThat(read(csv).options().conventions().decimalIds()).isTrue();
    assertThat(read(csv).profile().warnings())
        .contains(
            "Customer ids such as '17850.0' on line 3 were read as '17850': 2 of 5 rows (40.0 %).");
  }

  @Test
  void they_are_mended_wherever_they_are_in_the_file() {
    String csv = HEADER + rows("17850").substring(HEADER.length()).repeat(30_000);

    assertThat(customers(csv + "17850.0,2024-01-01,1\n")).containsExactly("17850");
  }

  @Test
  void they_are_kept_where_others_have_decimals() {
    String csv = rows("1.0", "1.1", "2.0");

    assertThat(customers(csv)).containsExactly("1.0", "1.1", "2.0");
    assertThat(read(csv).profile().warnings())
        .containsExactly(
            "Customer ids such as '1.0' on line 2 may be whole numbers that a tool has turned into"
                + " decimals, 2 of 3 rows (66.7 %); they are kept as they are, since other ids have"
                + " decimals too.");
  }

  @Test
  void rounded_ids_are_warned_about() {
    assertThat(read(rows("1.2E+12", "1.20E+12", "5")).profile().warnings())
        .containsExactly(
            "Customer ids such as '1.2E+12' on line 2 look like numbers that a spreadsheet has"
                + " rounded, 2 of 3 rows (66.7 %); export them as text, since different customers"
                + " may have become one.");
  }

  @Test
  void formulas_and_invisible_signs_are_no_part_of_an_id() {
    String csv =
        rows(
            "=\"00123\"",
            "\"=\"\"00123\"\"\"",
            "00123",
            "\u200B00123",
            "00123\u00A0",
            "\uFEFF00123");

    assertThat(customers(csv)).containsExactly("00123");
    assertThat(read(csv).profile().rejectedRowCount()).isZero();
    assertThat(read(csv).profile().report().conversions()).hasSize(1);
  }

  @Test
  void blanks_of_other_kinds_and_the_mark_of_a_text_are_no_difference() {
    String csv =
        rows("Anna Smith", "Anna\u00A0Smith", "Anna\u202FSmith", "00123", "'00123", "'t Hooft");

    assertThat(customers(csv)).containsExactly("'t Hooft", "00123", "Anna Smith");
    assertThat(read(csv).profile().report().conversions())
        .containsExactly(
            "Customer ids such as 'Anna\u00A0Smith' on line 3 were read as 'Anna Smith': 3 of 6"
                + " rows (50.0 %).");
    var fields = new EventFields();
    for (String[] pair :
        new String[][] {
          {"'00123", "00123"},
          {"'+4917", "+4917"},
          {"'=x", "=x"},
          {"Anna\u00A0Smith", "Anna Smith"},
          {"'a", "'a"},
          {"'", "'"}
        }) {
      assertThat(fields.customer(pair[0])).isEqualTo(new EventFields.Value.Read<>(pair[1]));
      assertThat(fields.isPlainCustomer(pair[0])).isFalse();
    }
  }

  @Test
  void an_id_with_a_control_character_costs_its_row() {
    CsvProfile profile = read(rows("a\u0001b", "a")).profile();

    assertThat(profile.rejected())
        .extracting(row -> row.line() + " " + row.reason())
        .containsExactly("2 expected a customer id without control characters, found 'a b'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 0x1F, 0x7F, 0x85, 0x9F, 0x202A, 0x202E, 0x2066, 0x2069})
  void characters_that_direct_cost_the_row_within_ids_and_the_value_within_types(int c) {
    String directed = "ab%cc-and-more".formatted(c);
    CsvProfile profile =
        read("customer_id,event_date,event_type\n"
                + directed
                + ",2024-01-01,p\n"
                + "a,2024-01-01,p\n".repeat(40)
                + "a,2024-01-01,"
                + directed
                + "\n")
            .profile();

    assertThat(profile.rejected())
        .extracting(row -> row.line() + " " + row.reason())
        .containsExactly(
            "2 expected a customer id without control characters, found 'ab c-and-more'");
    assertThat(profile.report().unread())
        .extracting(problem -> problem.reason() + " " + problem.count())
        .containsExactly("expected an event type without control characters 1");
  }

  @Test
  void directions_around_an_id_are_trimmed() {
    assertThat(customers(rows("\u202D5\u202C", "\u20685\u2069"))).containsExactly("5");
  }

  @Test
  void the_form_of_most_ids_is_known() {
    assertThat(read(rows("17850", "5")).profile().report().customerIdForm()).contains("numbers");
    assertThat(read(rows("0017", "0018")).profile().report().customerIdForm())
        .contains("numbers with leading zeros");
    assertThat(read(rows("a@b.org")).profile().report().customerIdForm())
        .contains("e-mail addresses");
    assertThat(read(rows("a", "1")).profile().report().customerIdForm()).isEmpty();
  }

  @Test
  void a_broken_character_in_utf_16_costs_its_row_and_not_the_file() {
    byte[] file = rows("5", "Zo?", "7").getBytes(StandardCharsets.UTF_16LE);
    for (int i = 0; i < file.length; i += 2) {
      if (file[i] == '?') {
        file[i + 1] = (byte) 0xDC; // the second half of a pair
      }
    }
    ProfiledFile read =
        Fixture.FEATURES.profile(
            Content.of(file), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none());

    assertThat(read.options().conventions().encoding()).contains("UTF-16LE");
    assertThat(read.profile().rejected())
        .extracting(row -> row.line() + " " + row.reason())
        .containsExactly(
            "3 expected text that can be read in the file's encoding, found 'Zo\uFFFD'");
  }

  @Test
  void text_in_another_encoding_far_down_the_file_is_found() {
    byte[] csv =
        (HEADER + "x,2024-01-01,1\n".repeat(80_000) + "Zoë,2024-01-01,1\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    ProfiledFile file =
        Fixture.FEATURES.profile(
            Content.of(csv), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none());

    assertThat(file.options().conventions().encoding()).contains("windows-1252");
  }

  private static String rows(String... ids) {
    var csv = new StringBuilder(HEADER);
    List.of(ids).forEach(id -> csv.append(id).append(",2024-01-01,1\n"));
    return csv.toString();
  }

  private static ProfiledFile read(String csv) {
    return Fixture.FEATURES.profile(
        text(csv), UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none());
  }

  private static List<String> customers(String csv) {
    return Fixture.score(text(csv), UploadOptions.defaults()).stream()
        .map(row -> row.customer())
        .toList();
  }
}
