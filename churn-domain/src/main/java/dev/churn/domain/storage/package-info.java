/** Files in object storage: where they lie and what they hold. */
package dev.churn.domain.storage;
