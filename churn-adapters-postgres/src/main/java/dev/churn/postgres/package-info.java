/**
 * Persists the metadata in PostgreSQL: organizations, datasets, models, predictions and jobs, in
 * tables that Liquibase creates. {@link dev.churn.postgres.PostgresDatabase} is the entry point; it
 * connects, migrates the schema and provides the ports of the domain. Jobs are rows too, written in
 * the same transaction as the data they belong to, and run by {@link
 * dev.churn.postgres.PostgresJobQueue} on any number of servers, each job by one server at a time.
 */
package dev.churn.postgres;
