--liquibase formatted sql logicalFilePath:churn/008-feature-names.sql

--changeset churn:feature_names
alter table datasets add column feature_names text[];
comment on column datasets.feature_names is 'Of a feature table: the names of its features in the order of its columns; another version of the program may know others';

update datasets
set feature_names = array['recency_score', 'frequency_score', 'monetary_score', 'engagement_score', 'tenure_days', 'activity_trend', 'avg_transaction_value', 'days_between_transactions']
where dataset_type = 'features';

alter table datasets add constraint datasets_feature_names_check
  check (case dataset_type when 'features' then coalesce(cardinality(feature_names), 0) > 0 else feature_names is null end);
