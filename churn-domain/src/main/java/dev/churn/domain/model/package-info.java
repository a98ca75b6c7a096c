/**
 * Models: what learned from feature tables turns a feature vector into a probability, and how well
 * it was seen to do so.
 */
package dev.churn.domain.model;
