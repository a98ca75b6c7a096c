--liquibase formatted sql logicalFilePath:churn/025-erasures.sql

--changeset churn:customer_erasures
create table customer_keys (
  organization_id uuid primary key references organizations,
  key bytea not null check (length(key) = 32)
);
comment on table customer_keys is 'With which the ids of an organization''s customers are hashed in erasures and in the audit log';
alter table customer_keys enable row level security;

create table customer_erasures (
  id uuid primary key,
  organization_id uuid not null references organizations,
  customer_id text collate "C",
  customer_hash text not null check (customer_hash ~ '^[0-9a-f]{64}$'),
  requested_at timestamptz not null,
  ended_at timestamptz,
  error_message text,
  check ((ended_at is null) = (customer_id is not null)),
  check (error_message is null or ended_at is not null)
);
create index customer_erasures_by_organization on customer_erasures (organization_id);
comment on column customer_erasures.customer_id is 'Known only until the erasure has ended';
alter table customer_erasures enable row level security;

create table erasure_items (
  erasure_id uuid not null references customer_erasures on delete cascade,
  kind text not null,
  place text not null,
  item_count bigint not null check (item_count > 0),
  primary key (erasure_id, kind, place)
);
comment on table erasure_items is 'What an erasure has removed; written in the transaction that removes it';
alter table erasure_items enable row level security;
