package dev.churn.features;

import static dev.churn.features.Fixture.columns;
import static dev.churn.features.Fixture.dateFormat;
import static dev.churn.features.Fixture.gzip;
import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.EventCounts.TypeCount;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CsvFormatsTest {
  private static final String PLAIN =
      """
      customer_id,event_date,amount,event_type
      007,2024-01-01,10.5,purchase
      007,2024-02-01,,visit
      a b,2024-03-15,-3,purchase
      """;

  private static final OrganizationSettings SETTINGS = new OrganizationSettings(30, 0, Set.of());

  @Test
  void a_plain_file_is_profiled() {
    assertThat(profile(PLAIN))
        .isEqualTo(
            new CsvProfile(
                3,
                0,
                List.of(),
                List.of(),
                LocalDate.of(2024, 1, 1),
                LocalDate.of(2024, 3, 15),
                2,
                new EventCounts(
                    Map.of(
                        "purchase", new TypeCount(2, LocalDate.of(2024, 3, 15)),
                        "visit", new TypeCount(1, LocalDate.of(2024, 2, 1))),
                    IntStream.rangeClosed(0, 74)
                        .mapToObj(back -> back == 0 || back == 43 || back == 74 ? 1L : 0L)
                        .toList()),
                ReadingReport.empty()));
  }

  @Test
  void delimiters_are_detected() {
    for (String delimiter : new String[] {";", "\t", "|"}) {
      assertSameAsPlain(PLAIN.replace(",", delimiter));
    }
  }

  @Test
  void a_delimiter_within_quotes_in_the_header_parts_nothing() {
    assertSameAsPlain(
        PLAIN
            .replace(",", ";")
            .replace("customer_id", "\"note, if, any, at, all, to, be, made\";customer_id")
            .replace("\n007", "\nx;007")
            .replace("\na b", "\n\"y,;z\";a b"));
  }

  @Test
  void line_ends_of_every_system_are_understood() {
    assertSameAsPlain(PLAIN.replace("\n", "\r\n"));
    assertSameAsPlain(PLAIN.replace("\n", "\r"));
    assertSameAsPlain(PLAIN.stripTrailing());
    assertSameAsPlain("\n \r\n" + PLAIN.replace("\n", "\n\n  \n"));
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_header() {
    assertSameAsPlain("\uFEFF" + PLAIN);
  }

  @Test
  void gzip_is_recognized_by_its_bytes_also_in_several_members() {
    byte[] whole = PLAIN.getBytes(StandardCharsets.UTF_8);
    assertSame(Content.of(gzip(whole)), UploadOptions.defaults());

    var members = new ByteArrayOutputStream();
    members.writeBytes(gzip(PLAIN.substring(0, 60).getBytes(StandardCharsets.UTF_8)));
    members.writeBytes(gzip(PLAIN.substring(60).getBytes(StandardCharsets.UTF_8)));
    assertSame(Content.of(members.toByteArray()), UploadOptions.defaults());
  }

  @Test
  void gzip_in_several_members_is_read_to_its_end_however_slowly_it_comes() {
    var members = new ByteArrayOutputStream();
    PLAIN
        .lines()
        .forEach(l -> members.writeBytes(gzip((l + "\n").getBytes(StandardCharsets.UTF_8))));
    Content slow =
        new Content() {
          @Override
          public long size() {
            return members.size();
          }

          @Override
          public InputStream open() {
            return new Trickle(new ByteArrayInputStream(members.toByteArray()));
          }
        };
    assertSame(slow, UploadOptions.defaults());
  }

  /** Gives a byte at a time and never knows whether more is to come, as a network may. */
  private static final class Trickle extends FilterInputStream {
    Trickle(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return super.read(buffer, from, Math.min(1, length));
    }

    @Override
    public int available() {
      return 0;
    }
  }

  @Test
  void quotes_are_optional_and_may_hold_anything() {
    assertSameAsPlain(
        PLAIN
            .replaceAll("(?m)([^,\n]+)", "\"$1\"")
            .replace("\"visit\"", " \"visit\" ")
            .replace("event_type\"", "event_type\",\"a \"\"note\"\"\"")
            .replace("purchase\"", "purchase\",\"two\nlines, and \"\"more\"\"\""));
  }

  @Test
  void an_id_in_quotes_is_read_as_it_is_and_written_so_that_it_is_read_back() {
    String csv =
        """
        customer_id,event_date
        "O""Neill, Peg",2024-01-01
        "Smith, J",2024-03-01
        "two
        lines",2024-03-01
        #5,2024-03-01
        5" pipe,2024-03-01
        Zoë 👋,2024-03-01
        """;
    assertThat(Fixture.build(csv, SETTINGS).customers("2024-03-01"))
        .containsExactly("#5", "5\" pipe", "O\"Neill, Peg", "Smith, J", "Zoë 👋", "two\nlines");
  }

  @Test
  void stray_quotes_stay_in_their_field() {
    String csv =
        """
        customer_id,event_date,amount
        "5" pipe",2024-01-01,1
        "a" b",2024-03-01,1
        "a" "b" ,2024-03-01,1
        "" c",2024-03-01,1
        """;
    assertThat(Fixture.build(csv, SETTINGS).customers("2024-03-01"))
        .containsExactly("\" c", "5\" pipe", "a\" \"b", "a\" b");
  }

  @Test
  void header_names_are_found_by_usual_aliases() {
    assertSameAsPlain(
        PLAIN.replace(
            "customer_id,event_date,amount,event_type", "Customer ID, InvoiceDate ,PRICE,Action"));
    assertSameAsPlain(
        PLAIN.replace(
            "customer_id,event_date,amount,event_type", "user-id,Timestamp,order.value,Type"));
  }

  @Test
  void our_own_name_is_preferred_to_an_alias() {
    assertSameAsPlain(
        PLAIN
            .replace("customer_id", "date,customer_id")
            .replace("\n007", "\nx,007")
            .replace("\na b", "\ny,a b"));
  }

  @Test
  void a_mapping_names_columns_that_no_alias_covers() {
    String csv =
        PLAIN.replace(
            "customer_id,event_date,amount,event_type", "Kundennr,Datum,price,event_type");
    assertSame(text(csv), columns(Map.of("customer_id", "Kundennr", "event_date", "datum ")));
  }

  @Test
  void a_mapping_settles_what_is_ambiguous() {
    String csv =
        PLAIN
            .replace("amount", "price,total")
            .replace("10.5", "99,10.5")
            .replace("02-01,", "02-01,,")
            .replace("-3", "7,-3");
    assertSame(text(csv), columns(Map.of("amount", "total")));
  }

  @Test
  void columns_may_come_in_any_order_among_many_others() {
    assertSameAsPlain(
        """
        a,event_type,b,amount,event_date,c,customer_id
        1,purchase,,10.5,2024-01-01,,007
        ,visit,,,2024-02-01,x,007
        ,purchase,,-3,2024-03-15,x,a b, ,
        """);
  }

  @Test
  void dates_are_iso_8601_with_the_day_taken_in_utc() {
    assertSameAsPlain(PLAIN.replace("2024-01-01", "2024-01-01T23:59:59.999Z"));
    assertSameAsPlain(PLAIN.replace("2024-01-01", "2023-12-31 22:00:00-02:00"));
    assertSameAsPlain(PLAIN.replace("2024-03-15", "2024-03-16T01:30+0200"));
    assertSameAsPlain(PLAIN.replace("-0", "0").replace("-15", "15").replace("202403-", "202403"));
  }

  @Test
  void a_date_format_replaces_iso_8601() {
    String csv =
        PLAIN
            .replace("2024-01-01", "01/01/2024")
            .replace("2024-02-01", "01/02/2024")
            .replace("2024-03-15", "15/03/2024");
    assertSame(text(csv), dateFormat("dd/MM/yyyy"));
  }

  @Test
  void an_offset_in_a_date_format_turns_the_day_too() {
    String csv =
        PLAIN
            .replace("2024-01-01", "1 Jan 2024 00:30 +00:00")
            .replace("2024-02-01", "31 jan 2024 23:30 -01:00")
            .replace("2024-03-15", "16 MAR 2024 00:30 +01:00");
    assertSame(text(csv), dateFormat("d MMM yyyy HH:mm XXX"));
  }

  @Test
  void labels_are_written_in_several_ways() {
    String csv =
        """
        customer_id,event_date,Churned
        a,2024-01-01,1
        b,2024-01-01,TRUE
        c,2024-01-01,yes
        d,2024-01-01,1.0
        e,2024-01-01,0
        f,2024-01-01,false
        g,2024-01-01,No
        h,2024-01-01,0.0
        i,2024-01-01,
        """;
    var table = Fixture.build(Fixture.FEATURES, text(csv), labeled());

    assertThat(table.rows())
        .extracting(row -> row.customer() + row.churned().map(c -> c ? "1" : "0").orElse(""))
        .containsExactly("a1", "b1", "c1", "d1", "e0", "f0", "g0", "h0", "i");
  }

  @Test
  void without_has_churn_label_the_column_is_not_looked_at() {
    assertSameAsPlain(
        PLAIN
            .replace("event_type", "event_type,churn_label,label")
            .replace("purchase", "purchase,neither,nor"));
  }

  private static void assertSameAsPlain(String csv) {
    assertSame(text(csv), UploadOptions.defaults());
  }

  private static void assertSame(Content csv, UploadOptions options) {
    assertThat(profile(csv, options).rejected()).isEmpty();
    assertThat(Fixture.build(Fixture.FEATURES, csv, options, SETTINGS).text())
        .isEqualTo(Fixture.build(PLAIN, SETTINGS).text());
  }
}
