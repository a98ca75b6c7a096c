/**
 * The driven ports in memory, for tests, notebooks and small tools: nothing outlives the program,
 * everything stored stays in the heap, and every transaction waits for the one before. Those that
 * keep metadata share one {@link dev.churn.domain.memory.InMemoryDatabase}. They need nothing but
 * the JDK, and keep the same contracts as the adapters.
 */
package dev.churn.domain.memory;
