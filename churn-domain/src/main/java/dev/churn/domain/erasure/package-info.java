/**
 * What was removed on behalf of customers. Start at {@link dev.churn.domain.erasure.Erasure};
 * {@link dev.churn.domain.port.Erasures} stores it.
 */
package dev.churn.domain.erasure;
