--liquibase formatted sql logicalFilePath:churn/019-row-level-security.sql

--changeset churn:row_level_security runInTransaction:false
-- Without policies, only the owner of the tables (and roles that bypass the security) can read and
-- write them: not the roles anon and authenticated of a Supabase project, which are granted every
-- right on the tables of the schema public. A later change set that creates a table does the same.
-- Each statement locks its table for itself alone, so that it waits for no more than one at a time.
alter table organizations enable row level security;
alter table datasets enable row level security;
alter table dataset_columns enable row level security;
alter table dataset_rejections enable row level security;
alter table feature_snapshots enable row level security;
alter table model_metadata enable row level security;
alter table model_parameters enable row level security;
alter table jobs enable row level security;
alter table scheduled_tasks enable row level security;
alter table model_libraries enable row level security;
alter table deployed_models enable row level security;
alter table model_activations enable row level security;
alter table logged_predictions enable row level security;
alter table prediction_batches enable row level security;
alter table customer_predictions enable row level security;
alter table earlier_predictions enable row level security;
alter table evaluation_baselines enable row level security;
alter table evaluation_snapshots enable row level security;
alter table evaluation_reliability enable row level security;
alter table evaluation_roc enable row level security;
alter table evaluation_gains enable row level security;
alter table pipeline_steps enable row level security;
alter table outcome_days enable row level security;
alter table outcome_day_models enable row level security;
alter table customer_outcomes enable row level security;
alter table outcome_counts enable row level security;
alter table monitoring_reports enable row level security;
alter table feature_drift enable row level security;
alter table realised_measures enable row level security;
alter table realised_comparisons enable row level security;
alter table latest_batches enable row level security;
alter table model_options enable row level security;
alter table batch_model_counts enable row level security;
alter table logged_prediction_counts enable row level security;
alter table dataset_checks enable row level security;
alter table dataset_findings enable row level security;
alter table past_predictions enable row level security;
alter table removals enable row level security;
alter table databasechangelog enable row level security;
alter table databasechangeloglock enable row level security;
