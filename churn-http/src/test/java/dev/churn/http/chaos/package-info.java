/**
 * What the server is put through: kills, faults, load and random input. Start with KillChaosTest.
 */
package dev.churn.http.chaos;
