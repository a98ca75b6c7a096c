/**
 * Use cases that score all customers of a dataset or a file in the background. A batch contains the
 * probability, rank and segment of every customer, and reasons for those with the highest
 * probabilities. Start at {@link dev.churn.domain.usecase.scoring.StartScoring}.
 */
package dev.churn.domain.usecase.scoring;
