/**
 * What is still to be removed from object storage. Start at {@link
 * dev.churn.domain.removal.Removal}; {@link dev.churn.domain.port.Removals} stores it.
 */
package dev.churn.domain.removal;
