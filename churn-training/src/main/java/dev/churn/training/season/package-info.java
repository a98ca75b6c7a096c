/** What the day of the year adds to the log-odds of churn, learned from a year and more. */
package dev.churn.training.season;
