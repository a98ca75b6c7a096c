package dev.churn.domain.usecase.serving;

import java.time.Instant;

/**
 * That the file of a model cannot be used.
 *
 * @param reason what was expected and found
 * @param seenAt when it was last tried
 */
public record UnusableModel(String reason, Instant seenAt) {}
