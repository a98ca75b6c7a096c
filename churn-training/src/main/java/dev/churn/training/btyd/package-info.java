/**
 * The buy-till-you-die model MBG/NBD: four parameters that describe how often customers buy and
 * when they stop. It is fitted either to purchase histories or to labels. Start at {@link
 * dev.churn.training.btyd.MbgNbd} for the formulas and their sources.
 */
package dev.churn.training.btyd;
