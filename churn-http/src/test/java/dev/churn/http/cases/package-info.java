/**
 * Runs cases from practice: files and calls in the shape that people's tools export, with the
 * answers that a practitioner expects. Start at {@link dev.churn.http.cases.Cases}.
 */
package dev.churn.http.cases;
