package dev.churn.http.cases;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Whether the answer to a case was as expected.
 *
 * @param differences why not, by alternative; empty if one of them holds
 */
record CaseResult(Case which, List<String> differences) {
  static CaseResult of(Case which, CaseServer server) {
    List<String> differences = new ArrayList<>();
    CaseAnswer answer = server.send(which);
    for (JsonNode alternative : which.alternatives()) {
      List<String> found = differences(alternative, answer);
      if (found.isEmpty()) {
        return new CaseResult(which, List.of());
      }
      differences.add(String.join("; ", found));
    }
    return new CaseResult(which, differences.isEmpty() ? List.of("no alternative") : differences);
  }

  private static List<String> differences(JsonNode alternative, CaseAnswer answer) {
    try {
      return Alternative.differences(alternative, answer);
    } catch (AssertionError e) {
      return List.of(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  boolean isAsExpected() {
    return differences.isEmpty();
  }

  /** {@return one line, and one more for each alternative that does not hold} */
  String report() {
    var text = new StringBuilder(which.name());
    text.append(isAsExpected() ? ": as expected" : ": NOT as expected (" + which.kind() + ")");
    for (int i = 0; i < differences.size(); i++) {
      text.append("\n    %d. %s".formatted(i + 1, differences.get(i).strip().replace('\n', '|')));
    }
    return text.toString();
  }
}
