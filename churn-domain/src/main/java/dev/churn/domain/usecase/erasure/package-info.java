/**
 * Use cases that erase customers. Start at {@link dev.churn.domain.usecase.erasure.EraseCustomer}.
 */
package dev.churn.domain.usecase.erasure;
