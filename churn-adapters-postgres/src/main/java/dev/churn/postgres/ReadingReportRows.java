package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Reads and writes what happened to the rows and values of a raw file: the table {@code
 * dataset_value_problems} and columns of {@code datasets}; the caller opens the transaction.
 */
final class ReadingReportRows {
  /** The columns to select, from datasets {@code d}; a comma follows. */
  static final String SELECTED =
      """
        array(select is_rejection from dataset_value_problems p where p.dataset_id = d.id
          order by p.position) as problem_rejections,
        array(select column_name from dataset_value_problems p where p.dataset_id = d.id
          order by p.position) as problem_columns,
        array(select reason from dataset_value_problems p where p.dataset_id = d.id
          order by p.position) as problem_reasons,
        array(select value_count from dataset_value_problems p where p.dataset_id = d.id
          order by p.position) as problem_counts,
        array(select cardinality(lines) from dataset_value_problems p where p.dataset_id = d.id
          order by p.position) as problem_sizes,
        array(select l.line from dataset_value_problems p,
            unnest(p.lines) with ordinality l (line, place) where p.dataset_id = d.id
          order by p.position, l.place) as problem_lines,
        array(select e.example from dataset_value_problems p,
            unnest(p.examples) with ordinality e (example, place) where p.dataset_id = d.id
          order by p.position, e.place) as problem_examples,
      """;

  private ReadingReportRows() {}

  static void write(Handle handle, DatasetId id, ReadingReport report) {
    handle
        .createUpdate(
            "update datasets set conversions = :conversions, customer_id_form = :form where id = :id")
        .bind("id", id.value())
        .bindArray("conversions", String.class, (Object[]) Columns.texts(report.conversions()))
        .bind("form", report.customerIdForm().map(Columns::text))
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into dataset_value_problems
              (dataset_id, position, is_rejection, column_name, reason, value_count, lines, examples)
            values (:id, :position, :rejection, :column, :reason, :count, :lines, :examples)
            """);
    int position = 0;
    for (ValueProblem problem : report.rejections()) {
      bind(batch.bind("id", id.value()).bind("position", position++), true, problem).add();
    }
    for (ValueProblem problem : report.unread()) {
      bind(batch.bind("id", id.value()).bind("position", position++), false, problem).add();
    }
    batch.execute();
  }

  private static PreparedBatch bind(PreparedBatch row, boolean rejection, ValueProblem problem) {
    List<Example> examples = problem.examples();
    return row.bind("rejection", rejection)
        .bind("column", problem.column())
        .bind("reason", Columns.text(problem.reason()))
        .bind("count", problem.count())
        .bindArray("lines", Long.class, examples.stream().map(Example::line).toArray())
        .bindArray(
            "examples",
            String.class,
            (Object[]) Columns.texts(examples.stream().map(Example::value).toList()));
  }

  static ReadingReport read(ResultSet row) throws SQLException {
    if (row.getArray("conversions") == null) {
      return ReadingReport.empty();
    }
    Boolean[] rejections = (Boolean[]) row.getArray("problem_rejections").getArray();
    List<String> columns = Columns.texts(row, "problem_columns");
    List<String> reasons = Columns.texts(row, "problem_reasons");
    List<Long> counts = Columns.numbers(row, "problem_counts");
    Integer[] sizes = (Integer[]) row.getArray("problem_sizes").getArray();
    List<Long> lines = Columns.numbers(row, "problem_lines");
    List<String> values = Columns.texts(row, "problem_examples");
    List<ValueProblem> rejected = new ArrayList<>();
    List<ValueProblem> unread = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < columns.size(); i++) {
      List<Example> examples = new ArrayList<>();
      for (int end = next + sizes[i]; next < end; next++) {
        examples.add(new Example(lines.get(next), values.get(next)));
      }
      (rejections[i] ? rejected : unread)
          .add(new ValueProblem(columns.get(i), reasons.get(i), counts.get(i), examples));
    }
    return new ReadingReport(
        rejected,
        unread,
        Columns.texts(row, "conversions"),
        Optional.ofNullable(row.getString("customer_id_form")));
  }
}
