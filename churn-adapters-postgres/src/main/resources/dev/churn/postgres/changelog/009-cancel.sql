--liquibase formatted sql logicalFilePath:churn/009-cancel.sql

--changeset churn:canceled_jobs
alter table jobs
  add column cancel_requested_at timestamptz,
  add column canceled_by text,
  drop constraint jobs_status_check,
  drop constraint jobs_check1,
  add constraint jobs_status_check check (status in ('queued', 'running', 'completed', 'failed', 'canceled')),
  add constraint jobs_check1 check ((finished_at is not null) = (status in ('completed', 'failed', 'canceled'))),
  add constraint jobs_check2 check (cancel_requested_at is not null or (status <> 'canceled' and canceled_by is null));
comment on column jobs.cancel_requested_at is 'Since when the server that runs the job is to end it; it is not started again';
comment on column jobs.canceled_by is 'Who asked for that, where it is known';
