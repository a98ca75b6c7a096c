/**
 * The embedded default: a server that has neither Supabase nor a database of its own still keeps
 * everything it is given. Objects lie as plain files in a folder ({@link
 * dev.churn.local.LocalObjectStore}), model files are cached beside them ({@link
 * dev.churn.local.CachedModelArtifacts}), and {@link dev.churn.local.LocalPostgres} runs a
 * PostgreSQL that outlives the server's death and is found again by the next one. Whatever was
 * written is whole or not there, even if the power fails in between.
 */
package dev.churn.local;
