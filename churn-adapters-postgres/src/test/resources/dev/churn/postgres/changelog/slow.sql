--liquibase formatted sql logicalFilePath:test/slow.sql

--changeset test:slow
select pg_sleep(3);
create table slowly_made (id int);
