/**
 * Churn prediction in plain Java: what a customer did becomes eight features, features become a
 * probability of leaving. Nothing here reads a clock, a file or a network by itself; everything
 * outside is reached through the interfaces of {@link dev.churn.domain.port}. The packages below
 * {@code usecase} hold one class for each thing the system does.
 */
package dev.churn.domain;
