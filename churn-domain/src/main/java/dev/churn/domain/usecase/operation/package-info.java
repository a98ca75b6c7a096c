/**
 * Answers what programs around the system ask: how far a job is, where a stored file is found, and
 * whether database and storage answer. Start at {@link
 * dev.churn.domain.usecase.operation.ShowJobs}.
 */
package dev.churn.domain.usecase.operation;
