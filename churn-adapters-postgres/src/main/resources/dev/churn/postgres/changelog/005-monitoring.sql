--liquibase formatted sql logicalFilePath:churn/005-monitoring.sql

--changeset churn:pipelines
alter table organizations add column pipeline boolean not null default false;
comment on column organizations.pipeline is 'Whether an uploaded file becomes features, a model and scores by itself';

create table pipeline_steps (
  dataset_id uuid not null,
  organization_id uuid not null,
  step text not null check (step in ('features', 'train', 'score')),
  status text not null check (status in ('waiting', 'queued', 'running', 'completed', 'failed', 'skipped')),
  job_id uuid,
  result_id uuid,
  message text not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (dataset_id, step),
  foreign key (dataset_id, organization_id) references datasets (id, organization_id) on delete cascade
);
create index pipeline_steps_by_job on pipeline_steps (job_id);
comment on table pipeline_steps is 'How far the pipelines of uploaded files are';
comment on column pipeline_steps.result_id is 'The model of a training, the batch of scores; not a reference, since a step outlives them';
