/**
 * Use cases for operating the system: the progress of jobs, the location of stored files, and the
 * health of database and storage. They only read. Start at {@link
 * dev.churn.domain.usecase.operation.ShowJobs}.
 */
package dev.churn.domain.usecase.operation;
