--liquibase formatted sql logicalFilePath:churn/028-output-fingerprints.sql

--changeset churn:output_fingerprints
alter table prediction_batches
  add column output_size bigint,
  add column output_sha256 text,
  add constraint output_fingerprint_is_whole check ((output_size is null) = (output_sha256 is null));
comment on column prediction_batches.output_size is 'Bytes of the file with the predictions; null for batches that were scored before this was recorded';
comment on column prediction_batches.output_sha256 is 'SHA-256 of that file, in hexadecimal digits';
