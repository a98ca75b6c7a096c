package dev.churn.features.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/** The peer: the same eight features at one as-of day, in SQL over the same file. */
final class DuckDbFeatures {
  private DuckDbFeatures() {}

  /** Writes {@code customer_id} and the features, by customer. */
  static void write(Path csv, LocalDate asOf, double monetaryReference, int threads, Path table)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute(
          """
          COPY (
            WITH event AS (
              SELECT customer_id, DATE '%1$s' - event_date AS age, event_date, amount, event_type
              FROM read_csv('%2$s', header = true, delim = ',', columns = {
                'customer_id': 'VARCHAR', 'event_date': 'DATE',
                'amount': 'DOUBLE', 'event_type': 'VARCHAR'})
              WHERE event_date <= DATE '%1$s'),
            customer AS (
              SELECT customer_id,
                min(age) AS silent,
                max(age) AS tenure,
                count(DISTINCT event_date) AS days,
                count(DISTINCT event_date) FILTER (age < 90) AS days90,
                coalesce(sum(amount) FILTER (age < 90), 0) AS money90,
                count(DISTINCT event_type) FILTER (age < 90) AS types90,
                coalesce(sum(14.5 - age) FILTER (age < 30), 0) / 2247.5 AS trend,
                coalesce(avg(amount), 0) AS value
              FROM event GROUP BY customer_id)
            SELECT customer_id,
              100 * greatest(0, 1 - silent / 365.0::DOUBLE) AS recency_score,
              100 * least(1, ln(1 + days90) / ln(101)) AS frequency_score,
              100 * least(1, ln(1 + greatest(0, money90)) / ln(1 + %3$s::DOUBLE))
                AS monetary_score,
              100 * (0.5::DOUBLE * least(1, ln(1 + days90) / ln(31))
                + 0.3::DOUBLE * exp(-silent / 30.0::DOUBLE)
                + 0.2::DOUBLE * least(1, types90 / 5.0::DOUBLE)) AS engagement_score,
              tenure AS tenure_days,
              trend AS activity_trend,
              value AS avg_transaction_value,
              CASE WHEN days = 1 THEN tenure ELSE (tenure - silent) / (days - 1)::DOUBLE END
                AS days_between_transactions
            FROM customer ORDER BY customer_id
          ) TO '%4$s' (HEADER, DELIMITER ',')
          """
              .formatted(asOf, csv, Double.toString(monetaryReference), table));
    }
  }
}
