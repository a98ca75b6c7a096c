--liquibase formatted sql logicalFilePath:churn/043-receipts.sql

--changeset churn:receipts_of_datasets_and_organizations
alter table customer_erasures
  alter column organization_id drop not null,
  alter column customer_hash drop not null,
  add column dataset_id uuid,
  add column deleted_organization uuid,
  add column position bigint generated always as identity,
  drop constraint customer_erasures_check,
  add constraint customer_erasures_customer check (
    (customer_id is not null) = (customer_hash is not null and ended_at is null)
  ),
  add constraint customer_erasures_subject check (
    num_nonnulls(customer_hash, dataset_id, deleted_organization) = 1
    and (organization_id is null) = (deleted_organization is not null)
  );
create index customer_erasures_by_time on customer_erasures (organization_id, requested_at desc, position desc);
create index customer_erasures_of_organizations on customer_erasures (deleted_organization)
  where deleted_organization is not null;
comment on table customer_erasures is 'Receipts of erased customers, datasets and organizations';
comment on column customer_erasures.dataset_id is 'The erased dataset or feature table';
comment on column customer_erasures.deleted_organization is 'The erased organization; not named organization_id, since the row stays when the organization is deleted';

--changeset churn:removals_on_behalf
alter table removals
  add column erasure_id uuid,
  add column bytes bigint check (bytes >= 0),
  add column is_done boolean not null default false,
  add constraint removals_on_behalf check (
    (erasure_id is null) = (bytes is null) and (erasure_id is not null or not is_done)
  );
create index removals_by_erasure on removals (erasure_id) where erasure_id is not null;
comment on column removals.erasure_id is 'On whose behalf it is removed; the erasure may be deleted before';
comment on column removals.bytes is 'The size of the object';
comment on column removals.is_done is 'Removed and counted; the row stays until the erasure has ended, so that it is not counted twice';
