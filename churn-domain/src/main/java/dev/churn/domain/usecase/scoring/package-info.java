/**
 * Scores all customers of a dataset or a file in the background. A batch holds everybody's
 * probability, rank and segment, and reasons for those at the top. Start at {@link
 * dev.churn.domain.usecase.scoring.StartScoring}.
 */
package dev.churn.domain.usecase.scoring;
