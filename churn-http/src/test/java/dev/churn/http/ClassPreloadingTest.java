package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

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
}
