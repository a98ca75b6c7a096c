/**
 * Reads stored objects and checks that their bytes are the ones that were stored. Nothing else
 * opens an object of the storage. Start at {@link dev.churn.domain.integrity.CheckedObject}.
 */
package dev.churn.domain.integrity;
