--liquibase formatted sql logicalFilePath:churn/006-latest-batches.sql

--changeset churn:latest_batches
create table latest_batches (
  organization_id uuid primary key references organizations,
  batch_id uuid references prediction_batches,
  batch_low_count bigint not null default 0,
  batch_medium_count bigint not null default 0,
  batch_high_count bigint not null default 0,
  batch_critical_count bigint not null default 0,
  earlier_low_count bigint not null default 0,
  earlier_medium_count bigint not null default 0,
  earlier_high_count bigint not null default 0,
  earlier_critical_count bigint not null default 0
);
comment on table latest_batches is 'The completed batch that looks from the latest day, of equal days the latest; its answers are the latest of their customers';
comment on column latest_batches.batch_low_count is 'How many of its answers are in a segment';
comment on column latest_batches.earlier_low_count is 'How many rows earlier_predictions has in a segment';

alter table latest_predictions rename to earlier_predictions;
alter index latest_predictions_by_probability rename to earlier_predictions_by_probability;
comment on table earlier_predictions is 'The latest answer for each customer whom the latest batch does not have';

insert into latest_batches (organization_id, batch_id)
select distinct on (organization_id) organization_id, id
from prediction_batches
where status = 'completed'
order by organization_id, as_of desc, position desc;

delete from earlier_predictions e using latest_batches l where e.batch_id = l.batch_id;

update latest_batches l
set batch_low_count = n.low, batch_medium_count = n.medium, batch_high_count = n.high, batch_critical_count = n.critical
from (
  select batch_id, count(*) filter (where churn_probability < 0.3) as low,
    count(*) filter (where churn_probability >= 0.3 and churn_probability < 0.5) as medium,
    count(*) filter (where churn_probability >= 0.5 and churn_probability < 0.7) as high,
    count(*) filter (where churn_probability >= 0.7) as critical
  from customer_predictions
  where not is_shadow and batch_id in (select batch_id from latest_batches)
  group by batch_id
) n
where n.batch_id = l.batch_id;

update latest_batches l
set earlier_low_count = n.low, earlier_medium_count = n.medium, earlier_high_count = n.high, earlier_critical_count = n.critical
from (
  select organization_id, count(*) filter (where churn_probability < 0.3) as low,
    count(*) filter (where churn_probability >= 0.3 and churn_probability < 0.5) as medium,
    count(*) filter (where churn_probability >= 0.5 and churn_probability < 0.7) as high,
    count(*) filter (where churn_probability >= 0.7) as critical
  from earlier_predictions
  group by organization_id
) n
where n.organization_id = l.organization_id;

drop table latest_prediction_counts;

--changeset churn:rows_by_the_million
-- each row was looked up by itself; who writes them holds a lock on the batch or the organization's latest_batches
alter table customer_predictions drop constraint customer_predictions_batch_id_fkey;
alter table earlier_predictions drop constraint latest_predictions_organization_id_fkey;
