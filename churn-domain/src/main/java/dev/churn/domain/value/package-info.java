/**
 * What a customer is worth within the horizon: expected active days, expected spend, and the value
 * at risk. Start at {@link dev.churn.domain.value.ValueModel}.
 */
package dev.churn.domain.value;
