/**
 * The other values of an event: amounts as people write them, customer ids, event types, labels,
 * and the words for missing values.
 */
package dev.churn.features.value;
