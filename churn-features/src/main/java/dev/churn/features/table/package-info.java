/**
 * Writes and reads feature tables. A table is a CSV file of customers, as-of days, features and
 * labels; its order does not depend on the order of the events. Start at {@link
 * dev.churn.features.table.TableWriter}.
 */
package dev.churn.features.table;
