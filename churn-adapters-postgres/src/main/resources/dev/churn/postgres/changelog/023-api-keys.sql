--liquibase formatted sql logicalFilePath:churn/023-api-keys.sql

--changeset churn:api_keys
create table api_keys (
  id uuid primary key,
  organization_id uuid not null references organizations on delete cascade,
  name text not null,
  scopes text[] not null,
  sha256 text not null,
  created_at timestamptz not null,
  created_by text,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index api_keys_by_organization on api_keys (organization_id, created_at desc);
comment on table api_keys is 'What is known of API keys, which themselves are stored nowhere';
comment on column api_keys.sha256 is 'The hash of the whole key in hexadecimal digits';
comment on column api_keys.last_used_at is 'Written at most once a minute';
alter table api_keys enable row level security;
