/**
 * Background jobs and their progress. A job is durable, may be retried, and never runs twice at the
 * same time. Start at {@link dev.churn.domain.job.Job}; {@link dev.churn.domain.job.JobHandler}
 * does the work.
 */
package dev.churn.domain.job;
