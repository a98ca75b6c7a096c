package dev.churn.features.event;

import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import dev.churn.features.csv.Column;
import dev.churn.features.util.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts values that cannot be read, by column and reason, and keeps the first ones. Used by one
 * thread, which reads in line order.
 */
final class Problems {
  private record Kind(String column, String reason) {}

  private static final class Found {
    private final List<Example> examples = new ArrayList<>();
    private long count;
  }

  private final Map<Kind, Found> found = new HashMap<>();
  private long total;

  /**
   * Adds a value.
   *
   * @param reason what was expected, the same for all such values
   */
  void add(long line, String column, String reason, String value) {
    addShown(line, column, reason, Text.shown(value));
  }

  /** Adds a value, or a row, by a text that is short enough to be shown as it is. */
  void addShown(long line, String column, String reason, String shown) {
    Found kind = found.computeIfAbsent(new Kind(column, reason), key -> new Found());
    kind.count++;
    total++;
    if (kind.examples.size() < ValueProblem.MAX_EXAMPLES) {
      kind.examples.add(new Example(line, shown));
    }
  }

  /** Counts further values of a problem that has been added. */
  void addUnseen(String column, String reason, long count) {
    if (count > 0) {
      found.get(new Kind(column, reason)).count += count;
      total += count;
    }
  }

  /** Adds the values of another thread. */
  void add(Problems other) {
    total += other.total;
    other.found.forEach(
        (key, more) -> {
          Found kind = found.computeIfAbsent(key, fresh -> new Found());
          kind.count += more.count;
          kind.examples.addAll(more.examples);
          kind.examples.sort(Comparator.comparingLong(Example::line));
          if (kind.examples.size() > ValueProblem.MAX_EXAMPLES) {
            kind.examples.subList(ValueProblem.MAX_EXAMPLES, kind.examples.size()).clear();
          }
        });
  }

  long total() {
    return total;
  }

  /** {@return the number of values of a column} */
  long total(Column column) {
    return found.entrySet().stream()
        .filter(entry -> entry.getKey().column().equals(column.id()))
        .mapToLong(entry -> entry.getValue().count)
        .sum();
  }

  /** {@return the most frequent problem of a column that has one} */
  ValueProblem of(Column column) {
    return all().stream()
        .filter(problem -> problem.column().equals(column.id()))
        .findFirst()
        .orElseThrow();
  }

  /** {@return the values by column and reason, the most frequent first} */
  List<ValueProblem> all() {
    return found.entrySet().stream()
        .map(
            entry ->
                new ValueProblem(
                    entry.getKey().column(),
                    entry.getKey().reason(),
                    entry.getValue().count,
                    entry.getValue().examples))
        .sorted(
            Comparator.comparingLong(ValueProblem::count)
                .reversed()
                .thenComparing(ValueProblem::column)
                .thenComparing(ValueProblem::reason))
        .toList();
  }
}
