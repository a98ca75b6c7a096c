package dev.churn.domain.usecase;

import java.time.Instant;

/**
 * That the file of a model cannot be used.
 *
 * @param reason what was expected and found
 * @param seenAt when it was last tried
 */
record Refusal(String reason, Instant seenAt) {}
