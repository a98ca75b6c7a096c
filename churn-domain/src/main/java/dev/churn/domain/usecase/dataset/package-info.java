/**
 * Use cases that upload, show, process and delete datasets. An upload is validated before it is
 * stored, and an unusable file leaves nothing behind. Start at {@link
 * dev.churn.domain.usecase.dataset.UploadDataset}.
 */
package dev.churn.domain.usecase.dataset;
