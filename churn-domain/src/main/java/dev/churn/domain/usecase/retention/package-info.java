/** Deletes what is older than the periods for which a program keeps it. */
package dev.churn.domain.usecase.retention;
