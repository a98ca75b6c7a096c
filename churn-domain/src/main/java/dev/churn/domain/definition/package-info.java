/**
 * What may count as churn: how many customers come back after a silence, and which horizon and
 * active window follow from that. Start at {@link dev.churn.domain.definition.ChurnDefinition}.
 */
package dev.churn.domain.definition;
