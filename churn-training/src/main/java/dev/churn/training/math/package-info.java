/**
 * Numerical methods that are independent of churn: optimization, linear algebra, log-odds, and a
 * random number generator. They give the same bits on every machine. Nothing here depends on
 * another package of this module.
 */
package dev.churn.training.math;
