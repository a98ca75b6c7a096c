package dev.churn.domain.usecase.serving;

import dev.churn.domain.ErrorCode;
import java.time.Instant;

/**
 * That the file of a model cannot be used.
 *
 * @param code why, as {@link ErrorCode#meansUnusableFile} has it
 * @param reason what was expected and found
 * @param seenAt when it was last tried
 */
public record UnusableModel(ErrorCode code, String reason, Instant seenAt) {}
