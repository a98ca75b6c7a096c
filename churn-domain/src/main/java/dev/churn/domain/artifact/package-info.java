/** Model files in object storage: the port for them, implemented over the port for objects. */
package dev.churn.domain.artifact;
