package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A shop of two years whose customers come four times as often before Christmas, over HTTP. */
class SeasonalShopTest {
  private static final LocalDate START = LocalDate.parse("2022-11-25");
  private static final LocalDate BEFORE_CHRISTMAS = LocalDate.parse("2024-11-25");
  private static final LocalDate IN_SUMMER = LocalDate.parse("2024-07-20");

  private static ApiInMemory api;
  private static Caller caller;
  private static String path;
  private static String dataset;

  @BeforeAll
  static void a_shop_with_a_model(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2024-11-26T12:00:00Z")));
    caller = new Caller(api.url());
    path = Caller.PREFIX + Scenario.newOrganization(caller);
    dataset =
        caller
            .postForm(path + "/upload-dataset", Form.file(history()))
            .ok()
            .path("dataset_id")
            .asString();
    caller.post(path + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    caller.post(path + "/train?model_type=logistic_regression").ok();
    api.runJobs();
    String model =
        caller.get(path + "/models").ok().path("models").path(0).path("model_id").asString();
    caller.post(path + "/models/" + model + "/activate").ok();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String history() {
    var random = new Random(1);
    var csv = new StringBuilder("customer_id,event_date,amount\n");
    for (int customer = 0; customer < 300; customer++) {
      double rate = .01 + .04 * random.nextDouble();
      for (int day = 0; day < 732; day++) {
        LocalDate date = START.plusDays(day);
        boolean isBusy = date.getMonthValue() == 11 || date.getMonthValue() == 12;
        if (random.nextDouble() < (isBusy ? 3 * rate : .75 * rate)) {
          csv.append("C-%03d,%s,%d\n".formatted(customer, date, 10 + random.nextInt(50)));
        }
      }
    }
    return csv.toString();
  }

  /** {@return the prediction for one who bought 20, 50, 80 … 200 days before the as-of day} */
  private static JsonNode predict(LocalDate asOf) {
    String transactions =
        IntStream.rangeClosed(0, 6)
            .mapToObj(i -> asOf.minusDays(20L + 30L * i))
            .map(day -> "{\"event_date\": \"%s\", \"amount\": 30}".formatted(day))
            .collect(Collectors.joining(","));
    return caller
        .postJson(
            path + "/predict?curve=true",
            "{\"customer_id\": \"C-x\", \"as_of\": \"%s\", \"transactions\": [%s]}"
                .formatted(asOf, transactions))
        .ok();
  }

  @Test
  void the_same_customer_is_safer_before_christmas_than_in_summer() {
    JsonNode before = predict(BEFORE_CHRISTMAS);
    JsonNode summer = predict(IN_SUMMER);

    assertThat(before.path("churn_probability").asDouble())
        .isLessThan(summer.path("churn_probability").asDouble() - .1);
    assertThat(before.path("expected_activity").asDouble())
        .isGreaterThan(summer.path("expected_activity").asDouble());
    for (JsonNode prediction : new JsonNode[] {before, summer}) {
      assertThat(prediction.path("curve").path(2).path("probability"))
          .isEqualTo(prediction.path("churn_probability"));
    }
  }

  @Test
  void a_batch_of_a_day_knows_the_season_of_that_day() {
    for (LocalDate asOf : new LocalDate[] {BEFORE_CHRISTMAS, IN_SUMMER}) {
      String one =
          IntStream.rangeClosed(0, 6)
              .mapToObj(i -> "C-x,%s,30\n".formatted(asOf.minusDays(20L + 30L * i)))
              .collect(Collectors.joining());
      JsonNode started =
          caller
              .postForm(
                  path + "/predict-bulk?as_of=" + asOf,
                  Form.file("customer_id,event_date,amount\n" + one))
              .accepted();
      api.runJobs();
      JsonNode row =
          caller
              .get(
                  path
                      + "/prediction-batches/"
                      + started.path("batch_id").asString()
                      + "/predictions?include=all")
              .ok()
              .path("predictions")
              .path(0);

      assertThat(row.path("churn_probability").asDouble())
          .isEqualTo(predict(asOf).path("churn_probability").asDouble(), within(1e-9));
    }
  }

  @Test
  void the_model_tells_its_season() {
    String id =
        caller.get(path + "/models").ok().path("models").path(0).path("model_id").asString();

    assertThat(caller.get(path + "/models/" + id).ok().path("parameters").path("season").asString())
        .matches("log-odds from -\\d\\.\\d\\d on 1[01]-\\d\\d to .*; probability of a season .*");
  }
}
