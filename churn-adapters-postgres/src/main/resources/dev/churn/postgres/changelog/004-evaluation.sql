--liquibase formatted sql logicalFilePath:churn/004-evaluation.sql

--changeset churn:evaluation
alter table model_metadata
  add true_positives bigint check (true_positives >= 0),
  add false_positives bigint check (false_positives >= 0),
  add false_negatives bigint check (false_negatives >= 0),
  add true_negatives bigint check (true_negatives >= 0),
  add gain_over_recency double precision,
  add gain_over_recency_low double precision,
  add gain_over_recency_high double precision,
  add warnings text[];
comment on column model_metadata.gain_over_recency is 'ROC AUC less that of recency alone; low and high: 95 %, paired bootstrap';
comment on column model_metadata.warnings is 'What to know before the numbers are believed';

create table evaluation_baselines (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  name text not null,
  roc_auc double precision not null,
  log_loss double precision,
  primary key (model_id, position)
);
comment on table evaluation_baselines is 'What else was judged on the customers that the model was judged on';

create table evaluation_snapshots (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  as_of date not null,
  role text not null check (role in ('train', 'test', 'labelled')),
  row_count bigint not null check (row_count >= 0),
  churn_rate double precision not null,
  roc_auc double precision,
  log_loss double precision,
  calibration_error double precision,
  primary key (model_id, position),
  check (num_nulls(roc_auc, log_loss, calibration_error) in (0, 3))
);
comment on table evaluation_snapshots is 'The labelled snapshots; measures only where the judged model had not learned from them';

create table evaluation_reliability (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  bin_from double precision not null,
  bin_to double precision not null,
  row_count bigint not null check (row_count > 0),
  mean_predicted double precision not null,
  observed double precision not null,
  primary key (model_id, position)
);
comment on table evaluation_reliability is 'Bins of probability that have rows';

create table evaluation_roc (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  false_positive_rate double precision not null,
  true_positive_rate double precision not null,
  primary key (model_id, position)
);
comment on table evaluation_roc is 'The ROC curve';

create table evaluation_gains (
  model_id uuid not null references model_metadata on delete cascade,
  position integer not null,
  contacted double precision not null,
  reached double precision not null,
  primary key (model_id, position)
);
comment on table evaluation_gains is 'Which share of those that churned is reached by contacting a share of all, the likeliest first';

--changeset churn:evaluation-of-earlier-models
-- Counts follow from the shares. How sure the gain is was not looked at, so nothing is claimed.
update model_metadata set
  true_positives = round(recall * round(test_samples * test_churn_rate)),
  false_negatives = round(test_samples * test_churn_rate) - round(recall * round(test_samples * test_churn_rate)),
  true_negatives = round(accuracy * test_samples) - round(recall * round(test_samples * test_churn_rate)),
  false_positives = test_samples - round(accuracy * test_samples)
    - round(test_samples * test_churn_rate) + round(recall * round(test_samples * test_churn_rate)),
  gain_over_recency = roc_auc - baseline_roc_auc,
  gain_over_recency_low = -1,
  gain_over_recency_high = 1,
  warnings = '{Trained by an earlier version: train again for curves and intervals}'
where status = 'completed';
insert into evaluation_baselines (model_id, position, name, roc_auc)
select id, 0, 'recency', baseline_roc_auc from model_metadata where status = 'completed';
alter table model_metadata add constraint model_metadata_evaluation check (
  status <> 'completed'
  or num_nulls(true_positives, false_positives, false_negatives, true_negatives, gain_over_recency,
    gain_over_recency_low, gain_over_recency_high, warnings) = 0
);
