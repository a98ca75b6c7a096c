--liquibase formatted sql logicalFilePath:churn/022-time-zone.sql

--changeset churn:time_zone_of_organizations
alter table organizations add column time_zone text not null default 'UTC';
comment on column organizations.time_zone is 'IANA id; the zone on whose days instants fall';
