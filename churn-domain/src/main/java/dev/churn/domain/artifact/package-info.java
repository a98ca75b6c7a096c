/**
 * Implements the port for model files on top of the port for object storage. Each model is one
 * object, whose SHA-256 is checked when it is loaded. Start at {@link
 * dev.churn.domain.artifact.StoredModelArtifacts}.
 */
package dev.churn.domain.artifact;
