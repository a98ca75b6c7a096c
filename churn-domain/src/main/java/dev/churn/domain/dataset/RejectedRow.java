package dev.churn.domain.dataset;

/**
 * A row that validation rejected.
 *
 * @param line the line on which the row begins; the header is line 1
 * @param column the invalid column, by this system's name, for example {@code event_date}
 * @param reason what was expected and what was found
 */
public record RejectedRow(long line, String column, String reason) {}
