package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads that are refused, each without a trace. */
@ExtendWith(RunningServer.Shared.class)
final class BadUploadTest {
  private static final String GOOD = "customer_id,event_date\nC-1,2024-01-15\n";

  private final RunningServer server;
  private final Caller caller;
  private String organization;
  private Map<String, Long> storedBefore;

  BadUploadTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @BeforeEach
  void remember_what_is_stored() {
    organization = server.newOrganization();
    storedBefore = server.storedFiles();
  }

  @AfterEach
  void nothing_more_is_stored() {
    assertThat(server.storedFiles()).isEqualTo(storedBefore);
    assertThat(server.unfinishedFiles()).isEmpty();
    assertThat(caller.get(Caller.PREFIX + organization + "/datasets").ok().path("total").asLong())
        .isZero();
  }

  private String path() {
    return Caller.PREFIX + organization + "/upload-dataset";
  }

  @Test
  void without_a_file() {
    Response answer = caller.upload(organization, new Form().with("has_churn_label", "true"));

    assertThat(answer.wrongFields(400)).containsExactly("file");
  }

  @Test
  void with_a_text_in_the_place_of_the_file() {
    Response answer = caller.upload(organization, new Form().with("file", GOOD));

    assertThat(answer.wrongFields(400)).containsExactly("file");
  }

  @Test
  void with_two_files() {
    Response answer = caller.upload(organization, Form.file(GOOD).withFile("b.csv", new byte[3]));

    assertThat(answer.wrongFields(400)).containsExactly("file");
  }

  @Test
  void with_a_body_that_is_no_form() {
    assertThat(caller.postJson(path(), "{}").problem(415).path("detail").asString())
        .contains("multipart/form-data")
        .contains("application/json");
    caller.post(path()).problem(415);
    caller
        .sendBody("POST", path(), "multipart/form-data", BodyPublishers.ofString("x"))
        .problem(400);
    caller
        .sendBody("POST", path(), "multipart/form-data; boundary=x", BodyPublishers.ofString("y"))
        .problem(400);
  }

  @Test
  void with_a_form_that_ends_early() {
    byte[] form = Form.file(GOOD).bytes();
    byte[] cut = Arrays.copyOf(form, form.length - 12);

    caller
        .sendBody(
            "POST",
            path(),
            "multipart/form-data; boundary=" + Form.BOUNDARY,
            BodyPublishers.ofByteArray(cut))
        .problem(400);
  }

  @Test
  void of_an_empty_file() {
    caller.upload(organization, Form.file("")).problem(422);
  }

  @Test
  void of_a_header_only() {
    caller.upload(organization, Form.file("customer_id,event_date\n")).problem(422);
  }

  @Test
  void of_a_file_without_a_customer_column() {
    String detail =
        caller
            .upload(organization, Form.file("event_date,amount\n2024-01-15,5\n"))
            .problem(422)
            .toString();

    assertThat(detail).contains("customer_id");
  }

  @Test
  void of_a_file_without_a_valid_row() {
    caller
        .upload(organization, Form.file("customer_id,event_date\n,2024-01-15\nC-1,soon\n"))
        .problem(422);
  }

  @Test
  void of_days_that_are_yet_to_come() {
    caller.upload(organization, Form.file("customer_id,event_date\nC-1,2999-01-15\n")).problem(422);
  }

  @Test
  void of_binary_junk() {
    byte[] junk = new byte[200_000];
    new Random(1).nextBytes(junk);

    caller.upload(organization, new Form().withFile("junk.csv", junk)).problem(422);
  }

  @Test
  void of_a_gzip_file_that_is_none_or_is_cut() throws IOException {
    caller
        .upload(
            organization,
            new Form().withFile("a.csv.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0}))
        .problem(422);
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write(Scenario.history(50, 1).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
    caller.upload(organization, new Form().withFile("a.csv.gz", cut)).problem(422);
  }

  @Test
  void with_options_that_cannot_be_read() {
    Response answer =
        caller.upload(
            organization,
            "?has_churn_label=perhaps&as_of=2024-02-30",
            Form.file(GOOD)
                .with("columns", "{\"customer_id\": 1.5}")
                .with("has_churn_labels", "1"));

    assertThat(answer.wrongFields(400))
        .containsExactlyInAnyOrder("has_churn_label", "as_of", "columns", "has_churn_labels");
  }

  @Test
  void with_a_date_format_that_is_none() {
    caller.upload(organization, Form.file(GOOD).with("date_format", "bbbb {")).problem(400);
  }

  @Test
  void with_an_as_of_day_that_does_not_fit_the_file() {
    for (String day : new String[] {"2999-01-01", "2023-12-31"}) {
      Response answer = caller.upload(organization, Form.file(GOOD).with("as_of", day));

      assertThat(answer.wrongFields(422)).containsExactly("as_of");
    }
  }

  @Test
  void of_a_file_beyond_the_limit_told_beforehand_or_not() {
    byte[] form =
        new Form().withFile("a.csv", new byte[RunningServer.MAX_UPLOAD_BYTES + 1]).bytes();

    String type = "multipart/form-data; boundary=" + Form.BOUNDARY;
    caller.sendBody("POST", path(), type, BodyPublishers.ofByteArray(form)).problem(413);
    caller.postChunked(path(), type, form).problem(413);
    caller
        .upload(
            organization,
            new Form().withFile("a.csv", new byte[RunningServer.MAX_UPLOAD_BYTES * 3]))
        .problem(413);
  }

  @Test
  void to_an_organization_that_is_not_there_or_has_no_id() {
    assertThat(
            caller
                .upload("00000000-0000-4000-8000-000000000000", Form.file(GOOD))
                .problem(404)
                .path("detail")
                .asString())
        .contains("00000000-0000-4000-8000-000000000000");
    assertThat(caller.upload("acme", Form.file(GOOD)).wrongFields(400)).containsExactly("org_id");
  }
}
