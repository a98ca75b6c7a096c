--liquibase formatted sql logicalFilePath:churn/042-targets-in-audit.sql

--changeset churn:targets_in_audit
alter table audit_entries add column target text;
comment on column audit_entries.target is 'The name of the target of the call; null for the default one';
