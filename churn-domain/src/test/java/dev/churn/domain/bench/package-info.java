/** What the benchmark programs of all modules share; the programs lie beside what they measure. */
package dev.churn.domain.bench;
