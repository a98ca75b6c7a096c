/**
 * In-memory implementations of the driven ports, for tests, notebooks and small tools; they need
 * only the JDK. They fulfill the same contracts as the adapters, but keep everything in the heap,
 * lose it when the program ends, and run transactions one at a time. Start at {@link
 * dev.churn.domain.memory.InMemoryDatabase}, which the ports for metadata share.
 */
package dev.churn.domain.memory;
