package dev.churn.domain.dataset;

/**
 * A row that was left out.
 *
 * @param line where the row begins in the file, the header being line 1
 * @param column our name of the column at fault, for example {@code event_date}
 * @param reason what was expected and what was found
 */
public record RejectedRow(long line, String column, String reason) {}
