package dev.churn.training.season;

import java.time.LocalDate;

/**
 * How far a model was off at a day.
 *
 * @param logOdds what has to be added to its log-odds there
 * @param variance the variance of that by sampling, positive
 */
record DayError(LocalDate asOf, double logOdds, double variance) {}
