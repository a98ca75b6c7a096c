/**
 * The embedded default storage, for a server that has neither Supabase nor an external database.
 * Objects are plain files in a folder ({@link dev.churn.local.LocalObjectStore}), model files are
 * cached beside them ({@link dev.churn.local.CachedModelArtifacts}), and {@link
 * dev.churn.local.LocalPostgres} runs a PostgreSQL server that survives a crash of the program and
 * is found again at the next start. Writes are atomic, even if the power fails.
 */
package dev.churn.local;
