/**
 * The driven ports in memory: for tests, and for trying the use cases without infrastructure. Those
 * that keep metadata share one {@link dev.churn.domain.memory.InMemoryDatabase}.
 */
package dev.churn.domain.memory;
