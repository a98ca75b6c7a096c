--liquibase formatted sql logicalFilePath:churn/020-jobs-after-others.sql

--changeset churn:jobs_after_others
alter table jobs add column after_job uuid;
comment on column jobs.after_job is 'The job that must have ended before this one starts';
