/** Fits what a customer is worth. Start at {@link dev.churn.training.value.ValueModelFitter}. */
package dev.churn.training.value;
