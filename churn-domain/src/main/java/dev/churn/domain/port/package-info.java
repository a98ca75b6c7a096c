/**
 * The driven ports: the interfaces through which the use cases reach the outside world. Each has an
 * in-memory implementation and a contract test in this module's tests jar; all implementations are
 * safe for use by several threads, and throw {@link dev.churn.domain.ChurnException} with {@code
 * UNAVAILABLE}, without any change, when the system behind them is unreachable. Start at {@link
 * dev.churn.domain.port.EventFiles} for features, or at {@link dev.churn.domain.port.ModelRegistry}
 * for metadata.
 */
package dev.churn.domain.port;
