/**
 * Churn prediction in plain Java: a customer's events become eight features, and the features
 * become a churn probability. Nothing here accesses a clock, a file or a network directly, only
 * through the interfaces of {@link dev.churn.domain.port}. Start at {@link
 * dev.churn.domain.embed.Churn}; the packages below {@code usecase} contain one class for each use
 * case.
 */
package dev.churn.domain;
