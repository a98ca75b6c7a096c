package dev.churn.postgres;

/**
 * The connections of a pool at one moment.
 *
 * @param active in use
 * @param idle open and unused
 * @param waiting the number of threads that wait for one
 * @param most how many the pool opens at most
 */
public record ConnectionCounts(int active, int idle, int waiting, int most) {}
