package dev.churn.http.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One of the right answers to a case; finds where an answer differs from it. */
final class Alternative {
  private static final double SIX_DIGITS = 1e-6;

  private final CaseAnswer answer;
  private final List<String> differences = new ArrayList<>();

  private Alternative(CaseAnswer answer) {
    this.answer = answer;
  }

  /** {@return what does not hold; nothing if the answer is as expected} */
  static List<String> differences(JsonNode expected, CaseAnswer answer) {
    var alternative = new Alternative(answer);
    int status = expected.path("status").asInt(answer.status());
    if (status != answer.status()) {
      alternative.differ("status", status, answer.status());
      return alternative.differences; // the body is of another kind
    }
    expected.properties().forEach(check -> alternative.check(check.getKey(), check.getValue()));
    return alternative.differences;
  }

  private void check(String name, JsonNode expected) {
    switch (name) {
      case "status" -> {}
      case "row_count", "rejected_row_count" -> number(name, expected.asLong());
      case "first_event_date", "last_event_date" ->
          same(name, expected.asString(), answer.body().path(name).asString(""));
      case "rejected_at_least" -> rejectedAtLeast(expected.asLong());
      case "rejected_lines" -> same(name, lines(expected), answer.rejectedLines());
      case "rejected_lines_include" -> include(lines(expected));
      case "mentions" -> texts(expected).filter(word -> !mentioned(word)).forEach(this::missing);
      case "mentions_any" -> {
        if (texts(expected).noneMatch(this::mentioned)) {
          missing(expected.toString());
        }
      }
      case "not_mentions" ->
          texts(expected).filter(this::mentioned).forEach(word -> differ(name, "no " + word, word));
      case "warnings_mention_any" -> warned(expected);
      case "customers" -> customers(expected);
      case "features" -> features(expected);
      case "labels" -> labels(expected);
      case "answer_features" -> answerFeatures(expected);
      default -> differences.add("'%s' is no check that the runner knows".formatted(name));
    }
  }

  private void differ(String what, Object expected, Object found) {
    differences.add("%s: expected %s, found %s".formatted(what, expected, found));
  }

  private void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      differ(what, expected, found);
    }
  }

  private void missing(String word) {
    differ("mentions", word, "'" + answer.words() + "'");
  }

  private boolean mentioned(String word) {
    return answer.words().contains(lower(word));
  }

  private void warned(JsonNode words) {
    String warnings = answer.warnings();
    if (texts(words).map(Alternative::lower).noneMatch(lower(warnings)::contains)) {
      differ("warnings_mention_any", words, "'" + warnings + "'");
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void number(String name, long expected) {
    same(name, expected, answer.body().path(name).asLong(-1));
  }

  private void rejectedAtLeast(long least) {
    long found = answer.body().path("rejected_row_count").asLong(-1);
    if (found < least) {
      differ("rejected_row_count", "at least " + least, found);
    }
  }

  private void include(List<Long> lines) {
    if (!answer.rejectedLines().containsAll(lines)) {
      differ("rejected_lines_include", lines, answer.rejectedLines());
    }
  }

  private static List<Long> lines(JsonNode node) {
    return node.valueStream().map(JsonNode::asLong).sorted().toList();
  }

  private static Stream<String> texts(JsonNode node) {
    return node.valueStream().map(JsonNode::asString);
  }

  private void customers(JsonNode expected) {
    same(
        "customers",
        new TreeSet<>(texts(expected).toList()),
        new TreeSet<>(answer.table().customers()));
  }

  private void features(JsonNode expected) {
    for (Map.Entry<String, JsonNode> customer : expected.properties()) {
      for (Map.Entry<String, JsonNode> feature : customer.getValue().properties()) {
        String found = answer.table().value(customer.getKey(), feature.getKey());
        value(customer.getKey() + "." + feature.getKey(), feature.getValue(), found);
      }
    }
  }

  private void labels(JsonNode expected) {
    for (Map.Entry<String, JsonNode> day : expected.properties()) {
      for (Map.Entry<String, JsonNode> customer : day.getValue().properties()) {
        String found = answer.table().label(day.getKey(), customer.getKey());
        value("label of " + customer.getKey() + " on " + day.getKey(), customer.getValue(), found);
      }
    }
  }

  private void answerFeatures(JsonNode expected) {
    for (Map.Entry<String, JsonNode> feature : expected.properties()) {
      JsonNode found = answer.body().path("features").path(feature.getKey());
      value(
          "features." + feature.getKey(),
          feature.getValue(),
          found.isMissingNode() ? null : found.asString());
    }
  }

  /**
   * @param found null if there is none
   */
  private void value(String what, JsonNode expected, String found) {
    if (found == null) {
      differ(what, expected, "none");
    } else if (!expected.isNumber()) {
      same(what, expected.asString(), found);
    } else if (!isNear(expected.asDouble(), found)) {
      differ(what, expected, found);
    }
  }

  private static boolean isNear(double expected, String found) {
    return !found.isEmpty()
        && Math.abs(Double.parseDouble(found) - expected)
            <= SIX_DIGITS * Math.max(1, Math.abs(expected));
  }
}
