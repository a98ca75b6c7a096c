package dev.churn.http.cases;

import dev.churn.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a server answered to a case. */
final class CaseAnswer {
  private final int status;
  private final JsonNode body;
  private final Supplier<Table> source;
  private Optional<Table> table = Optional.empty();

  /**
   * @param table computes the feature table of the uploaded file; used only if asked for
   */
  CaseAnswer(Response response, Supplier<Table> table) {
    this.status = response.status();
    this.body = response.json();
    this.source = table;
  }

  int status() {
    return status;
  }

  JsonNode body() {
    return body;
  }

  /** {@return the feature table of the uploaded file} */
  Table table() {
    if (table.isEmpty()) {
      table = Optional.of(source.get());
    }
    return table.get();
  }

  /** {@return the lines in the report of rejected rows} */
  List<Long> rejectedLines() {
    return rejected().map(row -> row.path("line").asLong()).sorted().toList();
  }

  private Stream<JsonNode> rejected() {
    return body.path("validation").path("rejected").valueStream();
  }

  /** {@return detail, errors, warnings and reasons of rejection, in lower case} */
  String words() {
    List<String> texts = new ArrayList<>();
    texts.add(body.path("detail").asString(""));
    body.path("errors").valueStream().map(JsonNode::toString).forEach(texts::add);
    texts.add(warnings());
    rejected().map(row -> row.path("reason").asString("")).forEach(texts::add);
    body.path("validation")
        .path("rejections")
        .valueStream()
        .map(group -> group.path("reason").asString(""))
        .forEach(texts::add);
    return String.join("\n", texts).toLowerCase(Locale.ROOT);
  }

  /** {@return all warnings, one a line} */
  String warnings() {
    return String.join(
        "\n",
        Stream.concat(
                body.path("warnings").valueStream(),
                body.path("validation").path("warnings").valueStream())
            .map(warning -> warning.asString(""))
            .distinct()
            .toList());
  }
}
