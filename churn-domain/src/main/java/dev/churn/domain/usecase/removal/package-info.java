/**
 * Use cases that remove what is no longer needed from object storage. Start at {@link
 * dev.churn.domain.usecase.removal.RemoveObjects}.
 */
package dev.churn.domain.usecase.removal;
