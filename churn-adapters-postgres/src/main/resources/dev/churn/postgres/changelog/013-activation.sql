--liquibase formatted sql logicalFilePath:churn/013-activation.sql

--changeset churn:activation_rules
alter table organizations
  add column activation text not null default 'if_not_worse'
    check (activation in ('if_better', 'if_not_worse', 'by_hand'));
comment on column organizations.activation is 'When a newly trained model replaces the active one by itself';

--changeset churn:comparisons_with_the_champion
alter table model_metadata
  add column evaluated_sha256 text check (evaluated_sha256 ~ '^[0-9a-f]{64}$'),
  add column compared_version integer,
  add column compared_basis text check (compared_basis in ('serving', 'as_evaluated', 'may_know_labels')),
  add column compared_on date[],
  add column compared_customers bigint,
  add column compared_roc_auc double precision,
  add column compared_roc_auc_low double precision,
  add column compared_roc_auc_high double precision,
  add column compared_log_loss double precision,
  add column compared_log_loss_low double precision,
  add column compared_log_loss_high double precision,
  add column compared_verdict text check (compared_verdict in ('better', 'not_worse', 'equal', 'unproven', 'worse')),
  add column compared_customers_needed bigint,
  add column not_comparable text,
  add constraint model_metadata_comparison check (
    num_nulls(compared_basis, compared_on, compared_customers, compared_roc_auc, compared_roc_auc_low,
      compared_roc_auc_high, compared_log_loss, compared_log_loss_low, compared_log_loss_high, compared_verdict)
      in (0, 10)
    and (compared_version is not null or (compared_basis is null and not_comparable is null))
  );
comment on column model_metadata.evaluated_sha256 is 'The file of the model as it was evaluated, before it was refitted on the evaluation rows';
comment on column model_metadata.compared_version is 'The champion when the training began; null if there was none';
comment on column model_metadata.compared_roc_auc is 'New model minus champion, as the other differences';
comment on column model_metadata.not_comparable is 'Why no fair comparison with the champion was possible';

--changeset churn:event_counts
alter table datasets
  add column event_type_names text[],
  add column event_type_counts bigint[],
  add column event_type_last_days date[],
  add column daily_event_counts bigint[],
  add constraint datasets_event_counts check (
    num_nulls(event_type_names, event_type_counts, event_type_last_days, daily_event_counts) in (0, 4));
comment on column datasets.daily_event_counts is 'Valid events on the last day with an event, on the day before, and so on; null for files uploaded before they were counted';

--changeset churn:dataset_checks
create table dataset_checks (
  dataset_id uuid primary key,
  organization_id uuid not null,
  compared_with uuid,
  is_forced boolean not null,
  foreign key (dataset_id, organization_id) references datasets (id, organization_id) on delete cascade
);
comment on table dataset_checks is 'Whether the data of raw files is as expected';
comment on column dataset_checks.compared_with is 'The raw file before; not a reference, since it may be deleted';
comment on column dataset_checks.is_forced is 'Whether a user wants to go on in spite of any findings';

create table dataset_findings (
  dataset_id uuid not null references dataset_checks on delete cascade,
  position integer not null,
  kind text not null,
  sentence text not null,
  expected text not null,
  found text not null,
  primary key (dataset_id, position)
);
comment on table dataset_findings is 'What is not as expected of a raw file';

--changeset churn:stopped_steps
alter table pipeline_steps
  drop constraint pipeline_steps_status_check,
  add constraint pipeline_steps_status_check
    check (status in ('waiting', 'queued', 'running', 'completed', 'failed', 'skipped', 'stopped'));
