--liquibase formatted sql logicalFilePath:test/blocked.sql

--changeset test:blocked
set lock_timeout = '300ms';
alter table organizations add column blocked int;
