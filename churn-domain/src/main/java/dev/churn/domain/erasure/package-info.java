/**
 * What was removed: customers, datasets and organizations. Start at {@link
 * dev.churn.domain.erasure.Erasure}; {@link dev.churn.domain.port.Erasures} stores it.
 */
package dev.churn.domain.erasure;
