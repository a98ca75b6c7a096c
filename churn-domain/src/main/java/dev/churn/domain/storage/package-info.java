/**
 * Files in object storage: their keys, contents and digests. A key belongs to one organization, and
 * content can be read repeatedly. Start at {@link dev.churn.domain.storage.ObjectKey}.
 */
package dev.churn.domain.storage;
