package dev.churn.domain.usecase.serving;

import dev.churn.domain.ErrorCode;
import java.time.Instant;

/**
 * The reason why the file of a model cannot be used.
 *
 * @param code a code for which {@link ErrorCode#meansUnusableFile} is true
 * @param reason what was expected and what was found
 * @param seenAt the time of the last attempt
 */
public record UnusableModel(ErrorCode code, String reason, Instant seenAt) {}
