--liquibase formatted sql logicalFilePath:churn/033-churn-definitions.sql

--changeset churn:churn_definitions
create table churn_definitions (
  dataset_id uuid primary key,
  organization_id uuid not null,
  first_day date not null,
  as_of date not null,
  active_window_days integer not null,
  follow_up_days integer,
  proposed_horizon_days integer,
  proposed_window_days integer,
  reason text not null,
  foreign key (dataset_id, organization_id) references datasets (id, organization_id) on delete cascade,
  constraint churn_definitions_proposal check (num_nulls(proposed_horizon_days, proposed_window_days) in (0, 2))
);
comment on table churn_definitions is 'What may count as churn in the file of a feature table';
comment on column churn_definitions.active_window_days is 'With which the horizons were counted; 0 means everyone';
comment on column churn_definitions.follow_up_days is 'Within how many days false alarms come back; null if the history is too short';
alter table churn_definitions enable row level security;

create table churn_definition_returns (
  dataset_id uuid not null references churn_definitions on delete cascade,
  silent_days integer not null,
  within_days integer not null,
  customers bigint not null,
  return_rate double precision not null,
  rate_on_reaching double precision not null,
  primary key (dataset_id, silent_days, within_days)
);
comment on table churn_definition_returns is 'How many silent customers come back';
alter table churn_definition_returns enable row level security;

create table churn_definition_horizons (
  dataset_id uuid not null references churn_definitions on delete cascade,
  horizon_days integer not null,
  snapshots integer not null,
  customers bigint not null,
  churners bigint not null,
  false_alarm_rate double precision,
  primary key (dataset_id, horizon_days)
);
comment on table churn_definition_horizons is 'The horizons that an organization may choose';
alter table churn_definition_horizons enable row level security;
