/**
 * The driven ports: what the use cases need from the world. Each has an in-memory implementation
 * and a contract test in this module's tests jar. All implementations are safe for use by several
 * threads, and all throw {@link dev.churn.domain.ChurnException} with {@code UNAVAILABLE} when what
 * is behind them cannot be reached; nothing has then changed.
 */
package dev.churn.domain.port;
