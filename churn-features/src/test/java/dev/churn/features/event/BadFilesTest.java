package dev.churn.features.event;

import static dev.churn.features.Fixture.columns;
import static dev.churn.features.Fixture.dateFormat;
import static dev.churn.features.Fixture.gzip;
import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import dev.churn.features.Fixture;
import dev.churn.features.csv.Block;
import dev.churn.features.csv.BlockReader;
import dev.churn.features.csv.CsvHead;
import dev.churn.features.csv.SourceStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

final class BadFilesTest {
  private static final String HEADER = "customer_id,event_date,amount\n";

  @Test
  void an_empty_file_is_refused() {
    assertUnprocessable("").contains("found an empty file");
    assertUnprocessable(" \r\n \n").contains("found an empty file");
    assertUnprocessable("\uFEFF").contains("found an empty file");
  }

  @Test
  void a_file_with_nothing_but_a_header_is_refused() {
    assertUnprocessable(HEADER).contains("found a header and nothing else");
    assertUnprocessable(HEADER.strip()).contains("found a header and nothing else");
  }

  @Test
  void a_missing_column_is_named_with_what_was_found() {
    assertUnprocessable("id,when,amount\n1,2024-01-01,2\n")
        .isEqualTo(
            "Expected a column customer_id and a column event_date, found the columns 'id', 'when',"
                + " 'amount'; if it has another name, say so with the option columns");
    assertUnprocessable(text("customer_id,event_date\n1,2024-01-01\n"), labeled())
        .startsWith("Expected a column churn_label, found the columns 'customer_id', 'event_date'");
  }

  @Test
  void two_columns_that_could_be_meant_are_named() {
    assertUnprocessable("customer_id,date,timestamp\n1,2024-01-01,x\n")
        .isEqualTo(
            "Expected one column event_date, found 'date' in position 2 and 'timestamp' in position"
                + " 3; choose one by its position with the option columns: {\"event_date\": 2}");
    assertUnprocessable("Customer-id,Customer ID,date\n1,1,2024-01-01\n")
        .contains("'Customer-id' in position 1 and 'Customer ID' in position 2");
  }

  @Test
  void a_mapping_must_name_our_columns_and_those_of_the_file() {
    ChurnException unknown =
        failure(text(HEADER + "1,2024-01-01,2\n"), columns(Map.of("spend", "amount")));
    assertThat(unknown.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(unknown.fieldErrors().get(0).field()).isEqualTo("columns");
    assertThat(unknown.fieldErrors().get(0).problem()).contains("customer_id", "'spend'");

    assertUnprocessable(text(HEADER + "1,2024-01-01,2\n"), columns(Map.of("amount", "betrag")))
        .contains("maps amount to 'betrag'", "found none in 'customer_id', 'event_date', 'amount'");

    ChurnException twice =
        failure(
            text(HEADER + "1,2024-01-01,2\n"),
            columns(Map.of("amount", "amount", "event_type", "amount")));
    assertThat(twice.code()).isEqualTo(ErrorCode.INVALID_INPUT);
  }

  @Test
  void a_date_format_must_be_a_pattern_of_a_whole_date() {
    for (String pattern : new String[] {"bogus", "yyyy-MM", "HH:mm", "YYYY-MM-dd", "{", ""}) {
      ChurnException refused = failure(text(HEADER + "1,2024-01-01,2\n"), dateFormat(pattern));
      assertThat(refused.code()).as(pattern).isEqualTo(ErrorCode.INVALID_INPUT);
      assertThat(refused.fieldErrors().get(0).field()).isEqualTo("date_format");
      assertThat(refused.fieldErrors().get(0).problem()).contains("'" + pattern + "'");
    }
  }

  @Test
  void binary_data_is_no_csv() {
    byte[] junk = new byte[5000];
    new Random(1).nextBytes(junk);
    assertUnprocessable(Content.of(junk), UploadOptions.defaults())
        .startsWith("Expected a CSV file, ")
        .contains("found binary data");
  }

  @Test
  void a_nul_byte_costs_at_most_its_row() {
    String rows = "1,2024-01-01,2\n".repeat(100_000);
    assertThat(profile(HEADER + rows + "\0\n").rowCount()).isEqualTo(100_000);
    assertThat(profile(HEADER + rows + "1,2024-\00001-01,2\n" + rows).rejected())
        .extracting(r -> r.line())
        .containsExactly(100_002L);
    assertThat(profile(HEADER + "\"1\n\",2024-01-01,2\n" + rows + "\"\0\",x\n").rejected())
        .extracting(r -> r.line())
        .containsExactly(100_004L);
  }

  @Test
  void a_mark_of_the_end_of_a_file_is_a_blank_line() {
    assertThat(profile(HEADER + "1,2024-01-01,2\n".repeat(1000) + "\u001A"))
        .matches(p -> p.rowCount() == 1000 && p.rejectedRowCount() == 0);
  }

  @Test
  void after_a_fault_there_are_no_more_blocks() {
    try (SourceStream source =
        SourceStream.open(
            text(HEADER + "x".repeat(BlockReader.MAX_RECORD + 10)),
            FileConventions.defaults(),
            ReadingLimits.DEFAULTS)) {
      CsvHead head = CsvHead.read(source, UploadOptions.defaults());
      var blocks = new BlockReader(source, head, 1 << 20, Progress.none());

      assertThatThrownBy(() -> blocks.next(new Block())).hasMessageContaining("16 MiB");
      assertThat(blocks.next(new Block())).isFalse();
    }
  }

  @Test
  void a_record_that_is_too_long_is_named_by_its_line() {
    String endless = "x".repeat(BlockReader.MAX_RECORD + 10);
    assertUnprocessable(HEADER + "1,2024-01-01,2\n" + endless)
        .isEqualTo("Expected a row on line 3, found one of more than 16 MiB");
    assertUnprocessable(HEADER + "1,2024-01-01,2\n1,\"" + endless)
        .isEqualTo("Expected a row on line 3, found one of more than 16 MiB");
  }

  @Test
  void a_row_of_the_greatest_length_is_read() {
    String row = "1,2024-01-01,2,";
    String csv =
        "customer_id,event_date,amount,note\n"
            + row
            + "x".repeat(BlockReader.MAX_RECORD - row.length() - 1)
            + "\n";
    assertThat(profile(csv).rowCount()).isEqualTo(1);
  }

  @Test
  void a_header_of_too_many_columns_is_refused() {
    assertUnprocessable(",".repeat(20_000) + HEADER + "1,2024-01-01,2\n").contains("16384 columns");
  }

  @Test
  void damaged_gzip_is_refused() {
    byte[] whole =
        gzip((HEADER + "1,2024-01-01,2\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8));
    assertUnprocessable(
            Content.of(Arrays.copyOf(whole, whole.length / 2)), UploadOptions.defaults())
        .contains("damaged or truncated");
    assertUnprocessable(Content.of(Arrays.copyOf(whole, 5)), UploadOptions.defaults())
        .contains("damaged or truncated");
    whole[whole.length / 2] ^= 0x55;
    assertUnprocessable(Content.of(whole), UploadOptions.defaults())
        .contains("damaged or truncated");
  }

  @Test
  void a_storage_that_cannot_be_read_is_no_fault_of_the_file() {
    byte[] bytes = (HEADER + "1,2024-01-01,2\n".repeat(500_000)).getBytes(StandardCharsets.UTF_8);
    for (byte[] whole : new byte[][] {bytes, gzip(bytes)}) {
      Content content =
          new Content() {
            @Override
            public long size() {
              return whole.length;
            }

            @Override
            public InputStream open() {
              return new SequenceInputStream(
                  new ByteArrayInputStream(whole, 0, whole.length / 2), new CutCable());
            }
          };
      ChurnException failed = failure(content, UploadOptions.defaults());
      assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failed).hasMessageContaining("cable cut");
    }
  }

  @Test
  void a_file_without_any_valid_row_is_refused_with_its_first_faults() {
    assertUnprocessable(HEADER + ",2024-01-01,2\n1,never,2\n1,,2\n")
        .isEqualTo(
            "Expected at least one valid row, found none; all 3 rows were rejected: "
                + "line 2, column customer_id: expected a customer id, found nothing; "
                + "line 3, column event_date: expected an ISO-8601 date such as 2024-01-31, found"
                + " 'never'; "
                + "line 4, column event_date: expected an ISO-8601 date such as 2024-01-31, found"
                + " nothing. No known format reads 'never' on line 3: say how dates are written with the"
                + " option date_format, such as dd/MM/yyyy HH:mm.");
  }

  private static final class CutCable extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("cable cut");
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return read();
    }
  }

  private static AbstractStringAssert<?> assertUnprocessable(String csv) {
    return assertUnprocessable(text(csv), UploadOptions.defaults());
  }

  private static AbstractStringAssert<?> assertUnprocessable(Content csv, UploadOptions options) {
    ChurnException refused = failure(csv, options);
    assertThat(refused.code()).as(refused.toString()).isEqualTo(ErrorCode.UNPROCESSABLE);
    return assertThat(refused.getMessage());
  }

  private static ChurnException failure(Content csv, UploadOptions options) {
    return catchThrowableOfType(
        ChurnException.class,
        () -> Fixture.FEATURES.profile(csv, options, Fixture.UPLOAD_DAY, Progress.none()));
  }
}
