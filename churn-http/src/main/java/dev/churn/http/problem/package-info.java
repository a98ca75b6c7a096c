/**
 * Turns every error into {@code application/problem+json} with a sentence that says what was
 * expected and found. No stack trace and no internal name ever leaves the server. Start at {@link
 * dev.churn.http.problem.Problems}.
 */
package dev.churn.http.problem;
