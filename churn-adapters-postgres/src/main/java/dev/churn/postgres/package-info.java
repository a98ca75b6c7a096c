/**
 * What must not be forgotten, in PostgreSQL: organizations, datasets, models and jobs, in tables
 * that Liquibase creates. {@link dev.churn.postgres.PostgresDatabase} is the door; it connects,
 * brings the schema up to date and hands out the ports of the domain. Jobs are rows too, written in
 * the transaction of what they belong to and worked off by {@link
 * dev.churn.postgres.PostgresJobQueue} on any number of servers, each by one at a time.
 */
package dev.churn.postgres;
