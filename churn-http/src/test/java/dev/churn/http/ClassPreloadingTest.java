package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import org.junit.jupiter.api.Test;

/** What a start does beside the rest of it. */
class ClassPreloadingTest {
  @Test
  void a_request_goes_all_the_way_through_http_and_json() {
    assertThat(ClassPreloading.run())
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: application/json")
        .endsWith("{\"status\":\"up\"}");
  }

  @Test
  void what_fails_beside_fails_where_it_is_waited_for() {
    var failure = new ChurnException(ErrorCode.UNAVAILABLE, "no database");
    BackgroundTask<String> work =
        BackgroundTask.start(
            "failing",
            () -> {
              throw failure;
            });

    assertThatThrownBy(work::await).isSameAs(failure);
  }
}
