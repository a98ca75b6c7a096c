/**
 * Uploads, describes, processes and removes datasets. An upload is read once before it is stored,
 * and a file that cannot be used leaves nothing behind. Start at {@link
 * dev.churn.domain.usecase.dataset.UploadDataset}.
 */
package dev.churn.domain.usecase.dataset;
